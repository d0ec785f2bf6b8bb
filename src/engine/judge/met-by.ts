import { kindByName } from '../expectations/registry.ts';
import type { Output } from '../model/output.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import type { MetBy } from '../model/verdict.ts';
import { seenBy } from './seen.ts';

/** A statement and what it printed. */
type Ran = { readonly statement: Statement; readonly output: Output };

/**
 * Which of several statements printed what meets an expectation: the last one whose output does so alone. Undefined
 * when there is nothing to tell: one statement alone is looked at, nothing may be printed, or it takes several outputs.
 */
export function metBy(
  expectation: Expectation,
  ran: readonly Ran[],
  isMetBy: (ran: Ran) => boolean,
): MetBy | undefined {
  const { kind, negated, withinMs, forMs } = expectation;
  const isRepeated = withinMs !== undefined || forMs !== undefined;
  if (negated || isRepeated || ran.length < 2 || !kindByName(kind)?.readsOutput) return undefined;
  const printed = ran.filter(({ output }) => hasPrinted(expectation, output));
  const found = printed.findLast(isMetBy);
  if (found === undefined) return undefined;
  const last = printed.at(-1);
  return {
    statement: found.statement.id,
    line: lineOf(found),
    ...(last === undefined || last === found ? {} : { later: lineOf(last) }),
  };
}

function hasPrinted(expectation: Expectation, output: Output): boolean {
  return seenBy(expectation, [output]).streams.some(({ bytes }) => bytes > 0);
}

function lineOf({ statement }: Ran): number {
  return statement.span.start.line;
}
