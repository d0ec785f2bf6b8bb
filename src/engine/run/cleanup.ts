import { worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Block, Step } from '../model/runbook.ts';
import type { Applied, Scene } from './scene.ts';
import { runStep } from './steps.ts';

type Undoing = { readonly block: Block; readonly run: () => Promise<Outcome> };

/** Whether anything of a runbook waits for the end. */
export function hasCleanup(scene: Scene): boolean {
  return undoings(scene).length > 0;
}

/**
 * Runs the cleanup blocks of a runbook and deletes what it applied for the time of the run, last first, whatever
 * happened before. One that fails doesn't keep the others from running.
 */
export async function runCleanup(scene: Scene): Promise<Outcome> {
  const work = undoings(scene);
  if (work.length === 0) return 'skipped';
  scene.conducting.emit({ type: 'cleanup-started', file: scene.item.runbook.source.file });
  const outcomes: Outcome[] = [];
  for (const { run } of work) outcomes.push(await run());
  return worst(outcomes);
}

function undoings(scene: Scene): readonly Undoing[] {
  const { steps } = scene.item.runbook;
  const blocks = steps.flatMap((step) =>
    step.blocks.filter((block) => isCleanup(scene, block)).map((block) => cleanupBlock(scene, step, block)),
  );
  const deletions = scene.applied.map((applied) => deletion(scene, applied));
  return [...blocks, ...deletions].sort((a, b) => b.block.span.start.offset - a.block.span.start.offset);
}

function isCleanup(scene: Scene, block: Block): boolean {
  return block.options.cleanup && scene.item.skipped[block.id] === undefined;
}

function cleanupBlock(scene: Scene, step: Step, block: Block): Undoing {
  const { stop } = scene.conducting;
  const work = { scene, step, signal: stop, control: undefined };
  const run = async (): Promise<Outcome> =>
    (await runStep(work, [block], stop.aborted ? 'stopped' : undefined)).outcome;
  return { block, run };
}

function deletion(scene: Scene, applied: Applied): Undoing {
  const { emit, stop } = scene.conducting;
  const { id } = applied.statement;
  const run = async (): Promise<Outcome> => {
    const output = await scene.remove(applied, stop);
    emit({ type: 'attempt-finished', statement: id, attempt: 1, output, verdicts: [] });
    if (output.exitCode === 0) return 'passed';
    const message = `its objects could not be deleted: ${output.stderr.text.trim()}`;
    emit({
      type: 'statement-finished',
      statement: id,
      outcome: 'failed',
      failure: { kind: 'exit', message },
    });
    return 'failed';
  };
  return { block: applied.block, run };
}
