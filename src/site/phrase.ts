import type { PhrasingContent } from 'mdast';
import type { Expectation } from '../engine/model/runbook.ts';
import { code, text } from './element.ts';

/** What an expectation asks for, in words for a reader: `You should see HTTP 200, within 30 s`. */
export function phrase(expectation: Expectation): PhrasingContent[] {
  const { pattern, note } = splitNote(expectation.text);
  return [
    ...words(expectation, pattern),
    ...(expectation.stream === 'both' ? [] : [text(` on ${expectation.stream}`)]),
    ...(expectation.withinMs ? [text(`, within ${duration(expectation.withinMs)}`)] : []),
    ...(note ? [text(` (${note})`)] : []),
  ];
}

function words(expectation: Expectation, pattern: string): PhrasingContent[] {
  const { kind, negated } = expectation;
  if (pattern === 'no output') return [text(negated ? 'There is some output' : 'There is no output')];
  const should = negated ? 'should not' : 'should';
  if (kind === 'exit') return [text(`The exit status ${should} be `), code(pattern)];
  if (kind === 'row') return [text(`You ${should} see a row with `), code(pattern)];
  if (kind === 'text') return [text(`You ${should} see `), code(pattern)];
  return [text(`You ${should} see (${kind}) `), code(pattern)];
}

/** A note for readers starts at a dash or an arrow between blanks; a pattern in quotes has none. */
function splitNote(written: string): { pattern: string; note?: string } {
  const match = /^(?!"[^"]*"$)(.*?)\s[—←]\s(.*)$/.exec(written);
  if (match?.[1] === undefined || match[2] === undefined) return { pattern: written };
  return { pattern: match[1].trim(), note: match[2].trim() };
}

function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms >= 120_000 && ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
