import { worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Block, Step } from '../model/runbook.ts';
import type { PlacedStatement } from '../model/statements.ts';
import type { RunbookRun } from './runbook-run.ts';
import { runStep } from './steps.ts';

type Undoing = { readonly block: Block; readonly undo: () => Promise<Outcome> };

/** Whether anything of a runbook waits for the end. */
export function hasCleanup(run: RunbookRun): boolean {
  return undoings(run).length > 0;
}

/**
 * Runs the cleanup blocks of a runbook and deletes what it applied for the time of the run, last first, whatever
 * happened before. One that fails doesn't keep the others from running.
 */
export async function runCleanup(run: RunbookRun): Promise<Outcome> {
  const work = undoings(run);
  if (work.length === 0) return 'skipped';
  run.context.events.emit({ type: 'cleanup-started', file: run.item.runbook.source.file });
  const outcomes: Outcome[] = [];
  for (const { undo } of work) outcomes.push(await undo());
  return worst(outcomes);
}

function undoings(run: RunbookRun): readonly Undoing[] {
  const { steps } = run.item.runbook;
  const blocks = steps.flatMap((step) =>
    step.blocks.filter((block) => isCleanup(run, block)).map((block) => cleanupBlock(run, step, block)),
  );
  const deletions = run.manifests.toDelete.map((placed) => deletion(run, placed));
  // Blocks of an included page stand at one place: the last of them comes first as well.
  return [...blocks, ...deletions]
    .reverse()
    .sort((a, b) => b.block.span.start.offset - a.block.span.start.offset);
}

function isCleanup(run: RunbookRun, block: Block): boolean {
  return block.options.cleanup && run.item.skipped[block.id] === undefined;
}

function cleanupBlock(run: RunbookRun, step: Step, block: Block): Undoing {
  const { stop } = run.context;
  const stepRun = { run, step, signal: stop, control: undefined, cleanup: true } as const;
  const undo = async (): Promise<Outcome> =>
    (await runStep(stepRun, [block], stop.aborted ? 'stopped' : undefined)).outcome;
  return { block, undo };
}

function deletion(run: RunbookRun, placed: PlacedStatement): Undoing {
  const { events, stop } = run.context;
  const { id } = placed.statement;
  const undo = async (): Promise<Outcome> => {
    const output = await run.delete(placed, stop);
    events.emit({ type: 'attempt-finished', statement: id, attempt: 1, output, verdicts: [] });
    if (output.exitCode === 0) return 'passed';
    const message = `its objects could not be deleted: ${output.stderr.text.trim()}`;
    events.emit({
      type: 'statement-finished',
      statement: id,
      outcome: 'failed',
      failure: { kind: 'exit', message },
    });
    return 'failed';
  };
  return { block: placed.block, undo };
}
