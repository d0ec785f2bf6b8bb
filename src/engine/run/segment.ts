import type { Failure } from '../model/event.ts';
import type { Output } from '../model/output.ts';
import type { Block, Runbook, Segment, Step } from '../model/runbook.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import { factsOf } from '../plan/statement-facts.ts';
import { runStatement } from './attempts.ts';
import type { RunControl } from './control.ts';
import type { Diagnosis } from './diagnose.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import type { StatementResult } from './retry-schedule.ts';
import type { RunbookRun } from './runbook-run.ts';
import { skippedByHand } from './state.ts';

/** A step at work. Without `control` nothing pauses. */
export type StepRun = {
  readonly run: RunbookRun;
  readonly step: Step;
  readonly signal: AbortSignal;
  readonly control: RunControl | undefined;
  /** It is cleanup: what fails doesn't keep the rest of its block from running. */
  readonly cleanup?: true;
};

/** Runs the statements of a segment in order, up to the first that stops the step. */
export async function runSegment(
  stepRun: StepRun,
  block: Block,
  segment: Segment,
): Promise<Stop | undefined> {
  const { session, progress } = stepRun.run;
  const stop = (await runStatements(stepRun, block, segment)) ?? (await leaveBy(stepRun, segment));
  // Another text may still judge them.
  if (stop !== 'reload')
    await session.forget(segment.statements.flatMap(({ id }) => progress.outputs.get(id) ?? []));
  return stop;
}

/** Takes the way that the output of a segment asks for. */
async function leaveBy({ run }: StepRun, segment: Segment): Promise<Stop | undefined> {
  if (segment.ways === undefined) return undefined;
  const { wayBehind } = await import('./ways.ts');
  run.progress.way = await wayBehind(run, segment);
  return run.progress.way === undefined ? undefined : 'way';
}

async function runStatements(stepRun: StepRun, block: Block, segment: Segment): Promise<Stop | undefined> {
  const { run } = stepRun;
  for (const statement of segment.statements) {
    if (run.progress.results.has(statement.id)) continue;
    const placed = { block, segment, statement };
    const asked = await pauseBeforeStatement(stepRun, placed);
    if (asked === 'skip') run.finish(statement.id, { outcome: 'skipped', reason: skippedByHand });
    const stop = asked === undefined ? await runUntilDecided(stepRun, placed) : asked;
    if (stop === 'failed' && goesOnInCleanup(stepRun, placed)) continue;
    if (stop !== undefined && stop !== 'skip') return stop;
  }
  return undefined;
}

/** What follows a folder that could not be entered would work in the wrong one. */
function goesOnInCleanup({ cleanup, signal }: StepRun, { statement }: PlacedStatement): boolean {
  return cleanup === true && !signal.aborted && !factsOf(statement).changesFolder;
}

/** Pauses before a statement if somebody asked for it. */
async function pauseBeforeStatement(
  { run, step, control }: StepRun,
  { block, statement }: PlacedStatement,
): Promise<Stop | 'skip' | undefined> {
  if (control === undefined) return undefined;
  const { reloaded } = run.progress;
  run.progress.reloaded = false;
  if (!reloaded && !control.pausesAtStatement()) return undefined;
  const why = reloaded ? 'reloaded' : 'asked';
  const where = { step: step.id, block: block.id, statement: statement.id, again: [] };
  const decision = await pauseAt(run, { why, ...where });
  const here = decision.type === 'skip' && decision.what === undefined;
  return here ? 'skip' : stopBy(decision);
}

/** Runs a statement until it passes or it is decided what becomes of the rest. */
async function runUntilDecided(stepRun: StepRun, placed: PlacedStatement): Promise<Stop | undefined> {
  const { run, step, signal, control } = stepRun;
  let due: readonly PlacedStatement[] = [placed];
  for (let again = false; ; again = true) {
    const failed = await runDue(stepRun, due, again);
    if (failed.length === 0) return undefined;
    if (control === undefined || signal.aborted) return 'failed';
    const [first = placed] = failed;
    const decision = await pauseAt(run, {
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
 * @returns What a retry would have to run: jobs that died, what failed, and what was not come to.
 */
async function runDue(
  { run, signal }: StepRun,
  due: readonly PlacedStatement[],
  again: boolean,
): Promise<readonly PlacedStatement[]> {
  for (const [index, placed] of due.entries()) {
    const { id } = placed.statement;
    const isAgain = again || run.progress.again.has(id);
    const retry = isAgain ? { retry: run.progress.countRetry(id) } : {};
    const result = await runStatement({ ...placed, ...retry, run, signal });
    const died = await reportDeadJobs(run, id);
    const own = died.get(id) ?? result;
    if (own.outcome === 'passed') await run.keep(id);
    await finish(run, placed, { ...own, ...retry });
    const others = placesOf(
      run.item.runbook,
      [...died.keys()].filter((other) => other !== id),
    );
    const failed = [...others, ...(run.goesOn(own) ? [] : [placed])];
    if (failed.length > 0) return [...failed, ...due.slice(index + 1)];
  }
  return [];
}

function placesOf(runbook: Runbook, ids: readonly string[]): readonly PlacedStatement[] {
  if (ids.length === 0) return [];
  return placedStatementsOf(runbook).filter(({ statement }) => ids.includes(statement.id));
}

/**
 * Reports a result, and behind a failure what is found out about it. Of one that ran out of time this is found out
 * before: whether more time would help depends on it.
 */
async function finish(
  run: RunbookRun,
  placed: PlacedStatement,
  result: StatementResult & { readonly retry?: number },
): Promise<void> {
  const { id } = placed.statement;
  const { failure } = result;
  const look = (): Promise<Diagnosis | undefined> => lookInto(run, placed, run.progress.lastOutput);
  const early = failure?.kind === 'timeout' ? await look() : undefined;
  run.finish(id, { ...result, ...unlessStuck(failure, early?.stuck) });
  if (result.outcome !== 'passed') report(run, id, early ?? (await look()));
}

/** A failure for want of time, whose hint says that time is not what is missing. */
function unlessStuck(
  failure: Failure | undefined,
  stuck: string | undefined,
): { readonly failure?: Failure } {
  if (failure?.kind !== 'timeout' || stuck === undefined) return {};
  return { failure: { ...failure, hint: `More time does not help: ${stuck}` } };
}

async function lookInto(
  run: RunbookRun,
  placed: PlacedStatement,
  output: Output | undefined,
): Promise<Diagnosis | undefined> {
  const { diagnose } = await import('./diagnose.ts');
  return diagnose(run, { ...placed, output });
}

function report(run: RunbookRun, statement: string, found: Diagnosis | undefined): void {
  if (found === undefined) return;
  const { stuck: _, ...diagnosis } = found;
  run.context.events.emit({ type: 'diagnosis', statement, ...diagnosis });
}

/**
 * A background job that fails by itself fails the statement that started it, though that one had passed.
 * @returns Results by statement; the one at work is left to the caller to report.
 */
async function reportDeadJobs(
  run: RunbookRun,
  current: string,
): Promise<ReadonlyMap<string, StatementResult>> {
  const results = new Map<string, StatementResult>();
  for (const { statement, output } of await run.session.endedJobs()) {
    const result: StatementResult = { outcome: 'failed', failure: backgroundFailure(output) };
    results.set(statement, result);
    if (statement === current) continue;
    run.context.events.emit({ type: 'attempt-finished', statement, attempt: 1, output, verdicts: [] });
    run.finish(statement, result);
    const [placed] = placesOf(run.item.runbook, [statement]);
    if (placed !== undefined) report(run, statement, await lookInto(run, placed, output));
  }
  return results;
}

function backgroundFailure(output: Output): NonNullable<StatementResult['failure']> {
  const code = output.exitCode === null ? '' : ` with exit code ${output.exitCode}`;
  const said = (output.stderr.text.trim() || output.stdout.text.trim()).split('\n').at(-1) ?? '';
  return {
    kind: 'background',
    message: `the background job ended by itself${code}${said === '' ? '' : `: ${said}`}`,
    hint: 'What came after it relied on it; see what it printed.',
  };
}
