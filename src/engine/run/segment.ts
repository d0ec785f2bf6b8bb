import type { Output } from '../model/output.ts';
import type { Block, Runbook, Segment, Statement, Step } from '../model/runbook.ts';
import { blocksOf } from '../model/statements.ts';
import { perform } from './attempts.ts';
import type { RunControl } from './control.ts';
import type { Result } from './patience.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import { skippedByHand } from './reasons.ts';
import type { Scene } from './scene.ts';

/** What statements are run with. Without `control` nothing pauses. */
export type Work = {
  readonly scene: Scene;
  readonly step: Step;
  readonly signal: AbortSignal;
  readonly control: RunControl | undefined;
};

type Place = { readonly block: Block; readonly segment: Segment; readonly statement: Statement };

/** Runs the statements of a segment in order, up to the first that stops the step. */
export async function runSegment(work: Work, block: Block, segment: Segment): Promise<Stop | undefined> {
  const { scene } = work;
  const stop = await runStatements(work, block, segment);
  // Another text may still judge them.
  if (stop !== 'reload')
    await scene.forget(segment.statements.flatMap(({ id }) => scene.progress.outputs.get(id) ?? []));
  return stop;
}

async function runStatements(work: Work, block: Block, segment: Segment): Promise<Stop | undefined> {
  const { scene } = work;
  for (const statement of segment.statements) {
    if (scene.progress.results.has(statement.id)) continue;
    const place = { block, segment, statement };
    const asked = await approach(work, place);
    if (asked === 'skip') scene.finish(statement.id, { outcome: 'skipped', reason: skippedByHand });
    const stop = asked === undefined ? await see(work, place) : asked;
    if (stop !== undefined && stop !== 'skip') return stop;
  }
  return undefined;
}

/** Pauses before a statement if somebody asked for it. */
async function approach(
  { scene, step, control }: Work,
  { block, statement }: Place,
): Promise<Stop | 'skip' | undefined> {
  if (control === undefined) return undefined;
  const { fresh } = scene.progress;
  scene.progress.fresh = false;
  if (!fresh && !control.pausesAtStatement) return undefined;
  const why = fresh ? 'reloaded' : 'asked';
  const where = { step: step.id, block: block.id, statement: statement.id, again: [] };
  const decision = await pauseAt(scene, { why, ...where });
  const here = decision.type === 'skip' && decision.what === undefined;
  return here ? 'skip' : stopBy(decision);
}

/** Runs a statement until it passes or it is decided what becomes of the rest. */
async function see(work: Work, place: Place): Promise<Stop | undefined> {
  const { scene, step, control } = work;
  let due: readonly Place[] = [place];
  for (let again = false; ; again = true) {
    const failed = await runDue(work, due, again);
    if (failed.length === 0) return undefined;
    if (control === undefined || work.signal.aborted) return 'failed';
    const [first = place] = failed;
    const decision = await pauseAt(scene, {
      why: 'failure',
      step: step.id,
      block: first.block.id,
      statement: first.statement.id,
      again: failed.map(({ statement }) => statement.id),
    });
    if (decision.type !== 'retry') return stopBy(decision);
    due = failed;
  }
}

/**
 * Runs statements in order, up to the first that doesn't pass or that finds a background job dead.
 * @returns What would have to run to make good: jobs that died, what failed, and what was not come to.
 */
async function runDue(work: Work, due: readonly Place[], again: boolean): Promise<readonly Place[]> {
  for (const [index, place] of due.entries()) {
    const { scene, signal } = work;
    const { id } = place.statement;
    const retry = again ? { retry: scene.progress.countRetry(id) } : {};
    const result = await perform({ ...place, ...retry, scene, signal }, place.statement);
    const died = await reportDeadJobs(scene, id);
    const own = died.get(id) ?? result;
    scene.finish(id, { ...own, ...retry });
    if (own.outcome !== 'passed') await explain(scene, place, scene.progress.lastOutput);
    const others = placesOf(
      scene.item.runbook,
      [...died.keys()].filter((other) => other !== id),
    );
    const failed = [...others, ...(scene.goesOn(own) ? [] : [place])];
    if (failed.length > 0) return [...failed, ...due.slice(index + 1)];
  }
  return [];
}

function placesOf(runbook: Runbook, ids: readonly string[]): readonly Place[] {
  if (ids.length === 0) return [];
  return blocksOf(runbook).flatMap((block) =>
    block.segments.flatMap((segment) =>
      segment.statements.flatMap((statement) =>
        ids.includes(statement.id) ? [{ block, segment, statement }] : [],
      ),
    ),
  );
}

async function explain(scene: Scene, place: Place, output: Output | undefined): Promise<void> {
  const { diagnose } = await import('./diagnose.ts');
  await diagnose(scene, { ...place, output });
}

/**
 * A background job that fails by itself fails the statement that started it, though that one had passed.
 * @returns Results by statement; the one at work is left to the caller to report.
 */
async function reportDeadJobs(scene: Scene, current: string): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  for (const { statement, output } of await scene.deadJobs()) {
    const result: Result = { outcome: 'failed', failure: backgroundFailure(output) };
    results.set(statement, result);
    if (statement === current) continue;
    scene.conducting.emit({ type: 'attempt-finished', statement, attempt: 1, output, verdicts: [] });
    scene.finish(statement, result);
    const [place] = placesOf(scene.item.runbook, [statement]);
    if (place !== undefined) await explain(scene, place, output);
  }
  return results;
}

function backgroundFailure(output: Output): NonNullable<Result['failure']> {
  const code = output.exitCode === null ? '' : ` with exit code ${output.exitCode}`;
  const said = (output.stderr.text.trim() || output.stdout.text.trim()).split('\n').at(-1) ?? '';
  return {
    kind: 'background',
    message: `the background job ended by itself${code}${said === '' ? '' : `: ${said}`}`,
    hint: 'What came after it relied on it; see what it printed.',
  };
}
