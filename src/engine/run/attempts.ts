import { setTimeout as sleep } from 'node:timers/promises';
import { variablesOf } from '../expectations/judge-expectation.ts';
import { judge } from '../judge/judge.ts';
import { failureOf } from '../judge/success.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AppliedObject, Output } from '../model/output.ts';
import type { Expectation, Segment, Statement } from '../model/runbook.ts';
import type { PlacedStatement } from '../model/statements.ts';
import type { Verdict } from '../model/verdict.ts';
import { windowOf } from '../plan/policy.ts';
import { createRetrySchedule, resultOf, type StatementResult } from './retry-schedule.ts';
import type { RunbookRun } from './runbook-run.ts';
import { seeAgain } from './see-again.ts';
import { stoppedByNounset, whyUnsafe } from './unset-variables.ts';

/** A statement at work. */
export type StatementRun = PlacedStatement & {
  readonly run: RunbookRun;
  readonly signal: AbortSignal;
  /** How often a person had the statement run again. */
  readonly retry?: number;
};

/**
 * Runs one statement: the last foreground one of a segment is judged with the outputs of all, and repeated until it
 * passes or the time of `within` is over; others run once.
 */
export async function runStatement(statementRun: StatementRun): Promise<StatementResult> {
  const { run, block, statement, segment } = statementRun;
  const unsafe = await whyUnsafe(run, statementRun);
  if (unsafe !== undefined) return { outcome: 'failed', failure: unsafe };
  const result = await (statement === judgedStatement(segment)
    ? runJudged(statementRun)
    : runOnce(statementRun));
  const stopped = block.options.cleanup ? stoppedByNounset(run.progress.lastOutput) : undefined;
  return stopped === undefined ? result : { outcome: 'failed', failure: stopped };
}

/** The last foreground statement; of a segment that only starts background jobs, the last. */
function judgedStatement(segment: Segment): Statement | undefined {
  return segment.statements.findLast(isForeground) ?? segment.statements.at(-1);
}

function isForeground(statement: Statement): boolean {
  return statement.action.kind !== 'shell' || !statement.action.background;
}

async function runOnce(statementRun: StatementRun): Promise<StatementResult> {
  const { run, segment, statement } = statementRun;
  const { events } = run.context;
  const { id } = statement;
  const retry = retryOf(statementRun);
  events.emit({ type: 'statement-started', statement: id, attempt: 1, ...retry });
  const judged = isForeground(statement) && segment.expectations.length > 0;
  const output = await run.execute({ ...statementRun, judged });
  events.emit({ type: 'attempt-finished', statement: id, attempt: 1, output, verdicts: [], ...retry });
  if (isForeground(statement)) run.progress.outputs.set(id, output);
  const failure = failureOf({
    statement,
    output,
    expectations: accepting(segment, output),
    last: false,
    following: segment.statements[segment.statements.indexOf(statement) + 1],
  });
  if (output.readiness?.ready)
    events.emit({ type: 'statement-ready', statement: id, reason: output.readiness.reason });
  return resultOf(failure, []);
}

async function runJudged(statementRun: StatementRun): Promise<StatementResult> {
  const { run, segment, statement, signal } = statementRun;
  const { events } = run.context;
  const { expectations } = segment;
  const { id } = statement;
  const retry = retryOf(statementRun);
  const decide = createRetrySchedule({ expectations, windowMs: windowOf(expectations) });
  let before: readonly AppliedObject[] | undefined;
  for (let attempt = 1; ; attempt += 1) {
    events.emit({ type: 'statement-started', statement: id, attempt, ...retry });
    const output = await run.execute({
      ...statementRun,
      judged: expectations.length > 0,
      ...(before === undefined ? {} : { before }),
    });
    if (isForeground(statement)) run.progress.outputs.set(id, output);
    const { judged, variables } = await judgeAll(statementRun);
    const failure = failureOf({ statement, output, expectations: accepting(segment, output), last: true });
    const { verdicts, result, next } = decide(attempt, judged, failure);
    await run.session.forget([output]);
    const again = signal.aborted ? undefined : next;
    events.emit({
      type: 'attempt-finished',
      statement: id,
      attempt,
      output,
      verdicts,
      ...(Object.keys(variables).length > 0 ? { variables } : {}),
      ...again,
      ...retry,
    });
    if (again === undefined) {
      for (const diagnostic of earlierOutputs(verdicts)) events.emit({ type: 'diagnostic', diagnostic });
      if (result.failure?.kind === 'expectations') await seeAgain(statementRun, output);
      return result;
    }
    before = output.applied;
    await sleep(again.retryInMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return interrupted;
  }
}

/**
 * What may accept that a command fails. Where a way asks for an exit code, 1 is a no, and what it asks for a yes; any
 * other is a failure.
 */
function accepting({ expectations, ways = [] }: Segment, { exitCode }: Output): readonly Expectation[] {
  const asked = ways
    .map(({ expectation }) => expectation)
    .filter(
      ({ kind, text }) =>
        kind !== 'exit' || exitCode === 1 || !/^\d+$/.test(text) || text === String(exitCode),
    );
  return [...expectations, ...asked];
}

/** A check that only an earlier statement's output met may be meant for what was printed behind it. */
function earlierOutputs(verdicts: readonly Verdict[]): readonly Diagnostic[] {
  return verdicts.flatMap(({ expectation: { span }, judgement }) => {
    if (!judgement.met || judgement.by?.later === undefined) return [];
    const { line, later } = judgement.by;
    const message = `Only what line ${line} printed meets this check; line ${later} behind it printed something else.`;
    const hint = `Put the check below line ${line}, or write a check for each of them in its place.`;
    return [{ code: 'run/earlier-output', severity: 'warning', message, span, hint }];
  });
}

function retryOf({ retry = 0 }: StatementRun): { readonly retry?: number } {
  return retry === 0 ? {} : { retry };
}

const interrupted: StatementResult = {
  outcome: 'cancelled',
  failure: { kind: 'interrupt', message: 'interrupted between two tries' },
};

type Judged = {
  readonly judged: readonly Verdict[];
  readonly variables: Readonly<Record<string, string>>;
};

async function judgeAll({ run, segment }: StatementRun): Promise<Judged> {
  if (segment.expectations.length === 0) return { judged: [], variables: {} };
  const statements = segment.statements.filter(({ id }) => run.progress.outputs.has(id));
  const outputs = statements.flatMap(({ id }) => run.progress.outputs.get(id) ?? []);
  const variables = await run.session.variables([...new Set(segment.expectations.flatMap(variablesOf))]);
  const whole = await run.session.wholeStreams();
  return { judged: judge(segment, outputs, { variables, statements, whole }), variables };
}
