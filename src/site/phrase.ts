import type { PhrasingContent } from 'mdast';
import { parsePattern } from '../engine/expectations/pattern.ts';
import type { Expectation } from '../engine/model/runbook.ts';
import { code, text } from './element.ts';
import { objectPhrase } from './show-assert.ts';
import { duration } from './words.ts';

/** What an expectation asks for, in words for a reader: `You should see HTTP 200, within 30 s`. */
export function phrase(expectation: Expectation): PhrasingContent[] {
  if (expectation.kind === 'object') return [...objectPhrase(expectation), ...limits(expectation)];
  const { pattern, note } = splitNote(expectation.text);
  return [...words(expectation, pattern), ...limits(expectation), ...(note ? [text(` (${note})`)] : [])];
}

/** Kinds that judge what a cluster says: streams mean nothing to a reader of these. */
const clusterKinds: ReadonlySet<string> = new Set(['applied', 'object']);

/** On which stream it is to be seen, how soon, and for how long. */
export function limits({ kind, stream, withinMs, forMs }: Expectation): PhrasingContent[] {
  return [
    ...(stream === 'both' || clusterKinds.has(kind) ? [] : [text(` on ${stream}`)]),
    ...(withinMs ? [text(`, within ${duration(withinMs)}`)] : []),
    ...(forMs ? [text(`, and it stays so for ${duration(forMs)}`)] : []),
  ];
}

function words(expectation: Expectation, pattern: string): PhrasingContent[] {
  const { kind, negated } = expectation;
  if (kind === 'no-output') return [text(negated ? 'There is some output' : 'There is no output')];
  const should = negated ? 'should not' : 'should';
  if (kind === 'exit') return [text(`The exit status ${should} be `), code(pattern)];
  if (kind === 'row') return [text(`You ${should} see a row with `), code(pattern)];
  if (kind === 'applied') return [text(`The cluster ${should} answer `), code(pattern)];
  if (kind === 'text') return [text(`You ${should} see `), code(pattern)];
  return [text(`You ${should} see (${kind}) `), code(pattern)];
}

/** The pattern as the engine reads it, and what the author told readers after it. */
export function splitNote(written: string): { pattern: string; note: string | undefined } {
  const { text: pattern } = parsePattern(written);
  const rest = written.slice(written.indexOf(pattern) + pattern.length);
  return { pattern, note: /[—←#]\s+(.+)$/u.exec(rest)?.[1]?.trim() };
}
