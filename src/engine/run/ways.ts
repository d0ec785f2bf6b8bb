import { variablesOf } from '../expectations/judge-expectation.ts';
import { judge } from '../judge/judge.ts';
import type { Segment, Way } from '../model/runbook.ts';
import type { RunbookRun } from './runbook-run.ts';

/**
 * The way that a run takes behind a segment whose commands have passed: the first that what they printed asks for.
 * Undefined when it goes on as the page does.
 */
export async function wayBehind(run: RunbookRun, segment: Segment): Promise<Way | undefined> {
  const { ways = [], statements } = segment;
  const ran = statements.filter(({ id }) => run.progress.outputs.has(id));
  if (ways.length === 0 || ran.length === 0) return undefined;
  const outputs = ran.flatMap(({ id }) => run.progress.outputs.get(id) ?? []);
  const expectations = ways.map(({ expectation }) => expectation);
  const variables = await run.session.variables([...new Set(expectations.flatMap(variablesOf))]);
  const whole = await run.session.wholeStreams();
  const verdicts = judge({ statements: ran, expectations }, outputs, { variables, statements: ran, whole });
  return ways.find((_, at) => verdicts[at]?.judgement.met);
}
