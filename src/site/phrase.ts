import type { PhrasingContent } from 'mdast';
import { parsePattern } from '../engine/expectations/pattern.ts';
import type { Expectation } from '../engine/model/runbook.ts';
import { code, text } from './element.ts';
import { objectPhrase } from './show-assert.ts';
import type { Strings } from './strings.ts';
import type { Wording } from './wording.ts';
import { duration } from './words.ts';

/** What an expectation asks for, in words for a reader: `You should see HTTP 200, within 30 s`. */
export function phrase(expectation: Expectation, wording: Wording): PhrasingContent[] {
  if (expectation.kind === 'object')
    return [...objectPhrase(expectation, wording), ...limits(expectation, wording)];
  const { pattern, note } = splitNote(expectation.text);
  return [
    ...words(expectation, pattern, wording),
    ...limits(expectation, wording),
    ...(note ? [text(` (${note})`)] : []),
  ];
}

/** Kinds that judge what a cluster says: streams mean nothing to a reader of these. */
const clusterKinds: ReadonlySet<string> = new Set(['applied', 'object']);

/** On which stream it is to be seen, how soon, and for how long. */
export function limits({ kind, stream, withinMs, forMs }: Expectation, wording: Wording): PhrasingContent[] {
  const { say } = wording;
  return [
    ...(stream === 'both' || clusterKinds.has(kind) ? [] : [text(say('onStream', { stream }))]),
    ...(withinMs ? [text(say('within', { time: duration(withinMs, wording) }))] : []),
    ...(forMs ? [text(say('staysFor', { time: duration(forMs, wording) }))] : []),
  ];
}

/** By its kind: how it is said that something is to be so, and that it isn't. */
const sentences: Readonly<Partial<Record<Expectation['kind'], readonly [keyof Strings, keyof Strings]>>> = {
  'no-output': ['noOutput', 'someOutput'],
  exit: ['exitStatus', 'exitNotStatus'],
  row: ['seeRow', 'seeNotRow'],
  applied: ['answers', 'answersNot'],
  text: ['seeText', 'seeNotText'],
};

function words({ kind, negated }: Expectation, pattern: string, { nodes }: Wording): PhrasingContent[] {
  const [is, isNot] = sentences[kind] ?? ['seeKind', 'seeNotKind'];
  return nodes(negated ? isNot : is, { pattern: [code(pattern)], kind: [text(kind)] });
}

/** The pattern as the engine reads it, and what the author told readers after it. */
export function splitNote(written: string): { pattern: string; note: string | undefined } {
  const { text: pattern } = parsePattern(written);
  const rest = written.slice(written.indexOf(pattern) + pattern.length);
  return { pattern, note: /[—←#]\s+(.+)$/u.exec(rest)?.[1]?.trim() };
}
