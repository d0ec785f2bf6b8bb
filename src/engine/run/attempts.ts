import { setTimeout as sleep } from 'node:timers/promises';
import { variablesOf } from '../expectations/judge-expectation.ts';
import { judge } from '../judge/judge.ts';
import { failureOf } from '../judge/success.ts';
import type { Failure } from '../model/event.ts';
import type { AppliedObject, Outcome, Output } from '../model/output.ts';
import type { Block, Segment, Statement } from '../model/runbook.ts';
import type { Verdict } from '../model/verdict.ts';
import { windowOf } from '../plan/policy.ts';
import { createPatience, type Result, resultOf } from './patience.ts';
import type { Scene } from './scene.ts';

type SegmentWork = {
  readonly scene: Scene;
  readonly block: Block;
  readonly segment: Segment;
  readonly signal: AbortSignal;
};

/**
 * Runs the statements of a segment in order; the last foreground one is judged with the outputs of all, and repeated
 * until it passes or the time of `within` is over. Stops at the first that doesn't pass.
 * @returns Outcomes, and how many statements were started.
 */
export async function runSegment(
  work: SegmentWork,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly started: number }> {
  const { segment } = work;
  const judged = judgedStatement(segment);
  const outputs: Output[] = [];
  const outcomes: Outcome[] = [];
  let started = 0;
  for (const statement of segment.statements) {
    started += 1;
    const result =
      statement === judged
        ? await runJudged(work, statement, outputs)
        : await runOnce(work, statement, outputs);
    const died = await reportDeadJobs(work.scene, statement);
    const { outcome, failure } = died.get(statement.id) ?? result;
    work.scene.conducting.emit({
      type: 'statement-finished',
      statement: statement.id,
      outcome,
      ...(failure === undefined ? {} : { failure }),
    });
    outcomes.push(outcome, ...(died.size > 0 ? (['failed'] as const) : []));
    if (outcome !== 'passed' || died.size > 0) break;
  }
  await work.scene.forget(outputs);
  return { outcomes, started };
}

/** The last foreground statement; of a segment that only starts background jobs, the last. */
function judgedStatement(segment: Segment): Statement | undefined {
  return segment.statements.findLast(isForeground) ?? segment.statements.at(-1);
}

function isForeground(statement: Statement): boolean {
  return statement.action.kind !== 'shell' || !statement.action.background;
}

async function runOnce(work: SegmentWork, statement: Statement, outputs: Output[]): Promise<Result> {
  const { emit } = work.scene.conducting;
  emit({ type: 'statement-started', statement: statement.id, attempt: 1 });
  const judged = isForeground(statement) && work.segment.expectations.length > 0;
  const output = await work.scene.execute({ ...work, statement, judged });
  emit({ type: 'attempt-finished', statement: statement.id, attempt: 1, output, verdicts: [] });
  if (isForeground(statement)) outputs.push(output);
  const failure = failureOf({ output, expectations: work.segment.expectations, last: false });
  if (output.readiness?.ready) {
    emit({ type: 'statement-ready', statement: statement.id, reason: output.readiness.reason });
  }
  return resultOf(failure, []);
}

async function runJudged(
  work: SegmentWork,
  statement: Statement,
  earlier: readonly Output[],
): Promise<Result> {
  const { conducting } = work.scene;
  const { expectations } = work.segment;
  const windowMs = windowOf(expectations);
  const patience = createPatience({ expectations, windowMs });
  let before: readonly AppliedObject[] | undefined;
  for (let attempt = 1; ; attempt += 1) {
    conducting.emit({ type: 'statement-started', statement: statement.id, attempt });
    const output = await work.scene.execute({
      ...work,
      statement,
      judged: expectations.length > 0,
      ...(before === undefined ? {} : { before }),
    });
    const seen = isForeground(statement) ? [...earlier, output] : earlier;
    const judged = await judgeAll(work, seen);
    const failure = failureOf({ output, expectations, last: true });
    const { verdicts, result, next } = patience(attempt, judged, failure);
    await work.scene.forget([output]);
    const again = work.signal.aborted ? undefined : next;
    conducting.emit({
      type: 'attempt-finished',
      statement: statement.id,
      attempt,
      output,
      verdicts,
      ...again,
    });
    if (again === undefined) return result;
    before = output.applied;
    await sleep(again.retryInMs, undefined, { signal: work.signal }).catch(() => undefined);
    if (work.signal.aborted) return interrupted;
  }
}

const interrupted: Result = {
  outcome: 'cancelled',
  failure: { kind: 'interrupt', message: 'interrupted between two tries' },
};

async function judgeAll(
  { scene, segment }: SegmentWork,
  outputs: readonly Output[],
): Promise<readonly Verdict[]> {
  if (segment.expectations.length === 0) return [];
  const variables = await scene.variables([...new Set(segment.expectations.flatMap(variablesOf))]);
  const whole = await scene.wholes();
  return judge(segment, outputs, { variables, whole });
}

/**
 * A background job that fails by itself fails the statement that started it, though that one had passed.
 * @returns Results by statement; the one at work is left to the caller to report.
 */
async function reportDeadJobs(scene: Scene, current: Statement): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  for (const { statement, output } of await scene.deadJobs()) {
    const failure = backgroundFailure(output);
    results.set(statement, { outcome: 'failed', failure });
    if (statement === current.id) continue;
    scene.conducting.emit({ type: 'attempt-finished', statement, attempt: 1, output, verdicts: [] });
    scene.conducting.emit({ type: 'statement-finished', statement, outcome: 'failed', failure });
  }
  return results;
}

function backgroundFailure(output: Output): Failure {
  const code = output.exitCode === null ? '' : ` with exit code ${output.exitCode}`;
  const said = (output.stderr.text.trim() || output.stdout.text.trim()).split('\n').at(-1) ?? '';
  return {
    kind: 'background',
    message: `the background job ended by itself${code}${said === '' ? '' : `: ${said}`}`,
    hint: 'What came after it relied on it; see what it printed.',
  };
}
