import { nearest } from '../diagnostics/nearest.ts';
import type { ExpectationKind, ParseProblem } from '../expectations/kind.ts';
import { kindByWord, kindWords } from '../expectations/registry.ts';
import type { Expectation } from '../model/runbook.ts';
import { durationExamples, parseDuration } from './duration.ts';

/** A word before the colon; offsets are in the directive. */
type Word = { readonly text: string; readonly from: number; readonly to: number };

type Stream = Exclude<Expectation['stream'], 'both'>;

/** What the words before the colon say; without `kind` the text decides. */
export type Words = {
  readonly kind?: ExpectationKind;
  readonly negated: boolean;
  readonly stream?: Word & { readonly name: Stream };
  readonly withinMs?: number;
  readonly forMs?: number;
};

type Taken = { -readonly [Key in keyof Words]: Words[Key] };

/** The words before the colon that name no kind. */
export const plainWords: readonly string[] = ['not', 'stdout', 'stderr', 'within', 'for'];

/** Words that a duration follows, and where it is kept. */
const timed: ReadonlyMap<string, 'withinMs' | 'forMs'> = new Map([
  ['within', 'withinMs'],
  ['for', 'forMs'],
]);

/** Reads the words between `# expect` and its colon, or says which of them is wrong. */
export function readWords(source: string): { readonly words: Words } | { readonly problem: ParseProblem } {
  const [, , ...head] = source.slice(0, source.indexOf(':')).matchAll(/\S+/g);
  const taken: Taken = { negated: false };
  for (let index = 0; index < head.length; index += 1) {
    const word = wordAt(head[index]);
    const isTimed = timed.has(word.text);
    const problem = isTimed
      ? takeDuration(taken, word, wordAt(head[index + 1]))
      : takeWord(taken, word, source);
    if (problem) return { problem };
    if (isTimed) index += 1;
  }
  return { words: taken };
}

function wordAt(match: RegExpExecArray | undefined): Word {
  const text = match?.[0] ?? '';
  const from = match?.index ?? 0;
  return { text, from, to: from + text.length };
}

/** The duration's text is empty when nothing follows. */
function takeDuration(taken: Taken, word: Word, duration: Word): ParseProblem | undefined {
  const key = timed.get(word.text) ?? 'withinMs';
  if (taken[key] !== undefined) return twice(word);
  const ms = parseDuration(duration.text);
  if (ms === undefined) return badDuration(word, duration);
  taken[key] = ms;
  return undefined;
}

function badDuration(word: Word, duration: Word): ParseProblem {
  const written = duration.text ? `, not \`${duration.text}\`` : '';
  const number = /^[1-9]\d*$/.test(duration.text) ? duration.text : '30';
  return {
    code: 'parse/bad-duration',
    message: `\`${word.text}\` needs a duration such as ${durationExamples}${written}.`,
    hint: `Write for example \`# expect ${word.text} ${number}s: …\`.`,
    from: word.from,
    to: Math.max(word.to, duration.to),
  };
}

function takeWord(taken: Taken, word: Word, source: string): ParseProblem | undefined {
  const kind = kindByWord(word.text);
  if (kind) {
    if (taken.kind) return twoKinds(taken.kind, word);
    taken.kind = kind;
  } else if (word.text === 'not') {
    if (taken.negated) return twice(word);
    taken.negated = true;
  } else if (word.text === 'stdout' || word.text === 'stderr') {
    if (taken.stream) return word.text === taken.stream.name ? twice(word) : twoStreams(word);
    taken.stream = { ...word, name: word.text };
  } else return unknownWord(word, source);
  return undefined;
}

/** The problem of a word that contradicts another. */
export function conflictingWord(word: Word, message: string, hint = 'Keep one of them.'): ParseProblem {
  return { code: 'parse/conflicting-words', message, hint, from: word.from, to: word.to };
}

function twice(word: Word): ParseProblem {
  return conflictingWord(word, `\`${word.text}\` stands twice.`);
}

function twoKinds(first: ExpectationKind, second: Word): ParseProblem {
  if (first.word === second.text) return twice(second);
  return conflictingWord(second, `\`${first.word}\` and \`${second.text}\` are both kinds of match.`);
}

function twoStreams(word: Word): ParseProblem {
  const hint = 'Leave both out to look in both streams.';
  return conflictingWord(word, '`stdout` and `stderr` exclude each other.', hint);
}

function unknownWord({ text, from, to }: Word, source: string): ParseProblem {
  const meant = meantByWord(text, source);
  const near = nearest(text, [...kindWords, ...plainWords]);
  const hint = meant
    ? `Write \`${meant}\`.`
    : near
      ? `Did you mean \`${near}\`?`
      : `Text to look for goes behind the colon: \`# expect: ${source.slice(from)}\`.`;
  return {
    code: 'parse/unknown-word',
    message: `Unknown word \`${text}\` before the colon.`,
    hint,
    from,
    to,
  };
}

/** Words that people put before the colon of an expectation, and the words of the grammar that say it. */
const meanings: readonly (readonly [form: RegExp, words: string])[] = [
  [/^(?:contains?|includes?|text|like|matches|output|result|see|that|the)$/, ''],
  [/^(?:code|status|rc|exit-?code|exit-?status|returns?)$/, 'exit'],
  [/^(?:!|no|never|without|absent|isn't|doesn't)$/, 'not'],
  [/^(?:err|error|errors)$/, 'stderr'],
  [/^(?:==?|is|equals?|exactly|only)$/, 'exact'],
  [/^(?:re|pattern|matching|regular)$/, 'regex'],
  [/^(?:jq|jsonpath|path)$/, 'json'],
  [/^(?:fields?|columns?|table|line)$/, 'row'],
];

const time = /^\(?(?:within|in|after|up|to|until|timeout|wait|retry)[=(]?(\d+(?:ms|s|m|h))?\)?$/i;

/** The whole directive that was probably meant by a word that the grammar doesn't know; undefined when it can't tell. */
function meantByWord(word: string, source: string): string | undefined {
  const colon = source.indexOf(':');
  const text = source.slice(colon + 1).trim();
  const duration = time.test(word) ? /\d+(?:ms|s|m|h)(?![a-z])/.exec(source.slice(0, colon))?.[0] : undefined;
  const known = meanings.find(([form]) => form.test(word.toLowerCase()))?.[1];
  const words = duration ? `within ${duration}` : known;
  return words === undefined ? undefined : `# expect${words && ` ${words}`}: ${text}`;
}
