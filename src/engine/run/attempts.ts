import { setTimeout as sleep } from 'node:timers/promises';
import { variablesOf } from '../expectations/judge-expectation.ts';
import { judge } from '../judge/judge.ts';
import { failureOf } from '../judge/success.ts';
import type { AppliedObject } from '../model/output.ts';
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
  /** How often a person had the statement run again. */
  readonly retry?: number;
};

/**
 * Runs one statement: the last foreground one of a segment is judged with the outputs of all, and repeated until it
 * passes or the time of `within` is over; others run once.
 */
export function perform(work: SegmentWork, statement: Statement): Promise<Result> {
  return statement === judgedStatement(work.segment) ? runJudged(work, statement) : runOnce(work, statement);
}

/** The last foreground statement; of a segment that only starts background jobs, the last. */
function judgedStatement(segment: Segment): Statement | undefined {
  return segment.statements.findLast(isForeground) ?? segment.statements.at(-1);
}

function isForeground(statement: Statement): boolean {
  return statement.action.kind !== 'shell' || !statement.action.background;
}

async function runOnce(work: SegmentWork, statement: Statement): Promise<Result> {
  const { conducting, progress } = work.scene;
  const { emit } = conducting;
  const { id } = statement;
  emit({ type: 'statement-started', statement: id, attempt: 1, ...retryOf(work) });
  const judged = isForeground(statement) && work.segment.expectations.length > 0;
  const output = await work.scene.execute({ ...work, statement, judged });
  emit({ type: 'attempt-finished', statement: id, attempt: 1, output, verdicts: [], ...retryOf(work) });
  if (isForeground(statement)) progress.outputs.set(id, output);
  const failure = failureOf({ output, expectations: work.segment.expectations, last: false });
  if (output.readiness?.ready)
    emit({ type: 'statement-ready', statement: id, reason: output.readiness.reason });
  return resultOf(failure, []);
}

async function runJudged(work: SegmentWork, statement: Statement): Promise<Result> {
  const { conducting, progress } = work.scene;
  const { expectations } = work.segment;
  const { id } = statement;
  const windowMs = windowOf(expectations);
  const patience = createPatience({ expectations, windowMs });
  let before: readonly AppliedObject[] | undefined;
  for (let attempt = 1; ; attempt += 1) {
    conducting.emit({ type: 'statement-started', statement: id, attempt, ...retryOf(work) });
    const output = await work.scene.execute({
      ...work,
      statement,
      judged: expectations.length > 0,
      ...(before === undefined ? {} : { before }),
    });
    if (isForeground(statement)) progress.outputs.set(id, output);
    const { judged, variables } = await judgeAll(work);
    const failure = failureOf({ output, expectations, last: true });
    const { verdicts, result, next } = patience(attempt, judged, failure);
    await work.scene.forget([output]);
    const again = work.signal.aborted ? undefined : next;
    conducting.emit({
      type: 'attempt-finished',
      statement: id,
      attempt,
      output,
      verdicts,
      ...(Object.keys(variables).length > 0 ? { variables } : {}),
      ...again,
      ...retryOf(work),
    });
    if (again === undefined) return result;
    before = output.applied;
    await sleep(again.retryInMs, undefined, { signal: work.signal }).catch(() => undefined);
    if (work.signal.aborted) return interrupted;
  }
}

function retryOf({ retry = 0 }: SegmentWork): { readonly retry?: number } {
  return retry === 0 ? {} : { retry };
}

const interrupted: Result = {
  outcome: 'cancelled',
  failure: { kind: 'interrupt', message: 'interrupted between two tries' },
};

type Judged = {
  readonly judged: readonly Verdict[];
  readonly variables: Readonly<Record<string, string>>;
};

async function judgeAll({ scene, segment }: SegmentWork): Promise<Judged> {
  if (segment.expectations.length === 0) return { judged: [], variables: {} };
  const outputs = segment.statements.flatMap(({ id }) => scene.progress.outputs.get(id) ?? []);
  const variables = await scene.variables([...new Set(segment.expectations.flatMap(variablesOf))]);
  const whole = await scene.wholes();
  return { judged: judge(segment, outputs, { variables, whole }), variables };
}
