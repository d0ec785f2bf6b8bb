import { nearest } from '../diagnostics/nearest.ts';
import type { ExpectationKind } from '../expectations/kind.ts';
import { kindByWord, kindOfText, kindWords } from '../expectations/registry.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import type { Expectation } from '../model/runbook.ts';
import { parseDuration } from './duration.ts';

/** An expectation but for its place; `asksWithin` tells that it names a time itself. */
export type Directive = Omit<Expectation, 'span'> & { readonly kindRule: ExpectationKind };

/** What is wrong with a directive; offsets are in its text. */
export type DirectiveProblem = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  readonly from: number;
  readonly to: number;
};

export type DirectiveResult = { readonly directive: Directive } | { readonly problem: DirectiveProblem };

/** Words of the grammar that the engine doesn't know yet, and what each asks for. */
const comingWords: Readonly<Record<string, string>> = {
  exact: 'the whole output being one line',
  for: 'a check that keeps passing for a time',
  json: 'a value in JSON output',
  regex: 'a regular expression',
};

const plainWords = ['not', 'stdout', 'stderr', 'within'];

type Word = { readonly text: string; readonly from: number; readonly to: number };

/** What the words before the colon say. */
type Words = { kind?: Word; negated?: Word; stream?: Word; withinMs?: number };

/** Reads `# expect[ words]: pattern`, given without indentation. */
export function parseDirective(source: string): DirectiveResult {
  const colon = source.indexOf(':');
  const head = [...source.slice(0, colon).matchAll(/\S+/g)].slice(2).map(toWord);
  const words = readWords(head, source);
  if ('code' in words) return { problem: words };
  const text = source.slice(colon + 1).trim();
  if (text === '') return { problem: emptyProblem(source) };
  const at = source.indexOf(text, colon + 1);
  return readText(words, { text, at, source });
}

type Written = { readonly text: string; readonly at: number; readonly source: string };

function readText(words: Words, { text, at, source }: Written): DirectiveResult {
  const kind = words.kind ? kindByWord(words.kind.text) : kindOfText(text);
  if (!kind) return { problem: unknownWord(words.kind ?? toWord(/^/.exec(source) ?? ['']), text) };
  if (!kind.readsOutput && words.stream) {
    const message = `\`${kind.word}\` looks at no stream: \`${words.stream.text}\` makes no sense with it.`;
    return {
      problem: {
        ...at2(words.stream),
        code: 'parse/conflicting-words',
        message,
        hint: 'Remove one of them.',
      },
    };
  }
  const parsed = kind.parse(text);
  if ('problem' in parsed) {
    return { problem: { ...parsed.problem, from: parsed.problem.from + at, to: parsed.problem.to + at } };
  }
  const stream =
    words.stream?.text === 'stdout' || words.stream?.text === 'stderr' ? words.stream.text : 'both';
  const withinMs = words.withinMs === undefined ? {} : { withinMs: words.withinMs };
  const directive = {
    kind: kind.name,
    args: parsed.args,
    negated: words.negated !== undefined,
    stream,
  } as const;
  return { directive: { ...directive, ...withinMs, text, source, kindRule: kind } };
}

function toWord(match: RegExpExecArray | readonly string[]): Word {
  const from = 'index' in match ? match.index : 0;
  return { text: match[0] ?? '', from, to: from + (match[0] ?? '').length };
}

function at2({ from, to }: Word): { from: number; to: number } {
  return { from, to };
}

function readWords(head: readonly Word[], source: string): Words | DirectiveProblem {
  const words: Words = {};
  for (let index = 0; index < head.length; index += 1) {
    const word = head[index];
    if (!word) continue;
    if (word.text === 'within') {
      const duration = head[index + 1];
      const problem = takeWithin(words, word, duration);
      if (problem) return problem;
      index += 1;
      continue;
    }
    const problem = takeWord(words, word, source);
    if (problem) return problem;
  }
  return words;
}

function takeWithin(words: Words, word: Word, duration: Word | undefined): DirectiveProblem | undefined {
  if (words.withinMs !== undefined) return twice(word);
  const withinMs = parseDuration(duration?.text ?? '');
  if (withinMs === undefined) return badDuration(word, duration);
  words.withinMs = withinMs;
  return undefined;
}

function badDuration(word: Word, duration: Word | undefined): DirectiveProblem {
  const found = duration ? `, not \`${duration.text}\`` : '';
  const message = `\`within\` needs a duration such as \`30s\`, \`500ms\` or \`2m\`${found}.`;
  return {
    code: 'parse/bad-duration',
    message,
    hint: `Write for example \`# expect within ${/^[1-9]\d*$/.exec(duration?.text ?? '')?.[0] ?? 30}s: …\`.`,
    from: word.from,
    to: duration?.to ?? word.to,
  };
}

function takeWord(words: Words, word: Word, source: string): DirectiveProblem | undefined {
  if (kindWords.includes(word.text)) {
    if (words.kind) return twoKinds(words.kind, word);
    words.kind = word;
    return undefined;
  }
  if (word.text === 'not') {
    if (words.negated) return twice(word);
    words.negated = word;
    return undefined;
  }
  if (word.text === 'stdout' || word.text === 'stderr') {
    if (words.stream) return word.text === words.stream.text ? twice(word) : twoStreams(word);
    words.stream = word;
    return undefined;
  }
  return Object.hasOwn(comingWords, word.text) ? comingWord(word) : unknownWord(word, source);
}

function twoKinds(first: Word, second: Word): DirectiveProblem {
  const message =
    first.text === second.text
      ? `\`${first.text}\` stands twice.`
      : `\`${first.text}\` and \`${second.text}\` are both kinds of match.`;
  return { ...at2(second), code: 'parse/conflicting-words', message, hint: 'Keep one of them.' };
}

function twoStreams(word: Word): DirectiveProblem {
  const message = '`stdout` and `stderr` exclude each other.';
  return {
    ...at2(word),
    code: 'parse/conflicting-words',
    message,
    hint: 'Leave both out to look in both streams.',
  };
}

function twice(word: Word): DirectiveProblem {
  const message = `\`${word.text}\` stands twice.`;
  return { ...at2(word), code: 'parse/conflicting-words', message, hint: 'Keep one of them.' };
}

function comingWord(word: Word): DirectiveProblem {
  const message = `\`${word.text}\` (${comingWords[word.text]}) is not supported yet.`;
  const hint = `Use one of ${[...kindWords, ...plainWords].map((known) => `\`${known}\``).join(', ')}.`;
  return { ...at2(word), code: 'parse/unsupported-word', message, hint };
}

function unknownWord(word: Word, source: string): DirectiveProblem {
  const near = nearest(word.text, [...kindWords, ...plainWords, ...Object.keys(comingWords)]);
  const contains = /^(?:contains?|includes?|text|like|matches)$/.test(word.text);
  const hint = contains
    ? `To contain the text is the default: \`# expect: ${source.slice(source.indexOf(':') + 1).trim()}\`.`
    : near
      ? `Did you mean \`${near}\`?`
      : `Text to look for goes behind the colon: \`# expect: ${source.slice(word.from)}\`.`;
  return {
    ...at2(word),
    code: 'parse/unknown-word',
    message: `Unknown word \`${word.text}\` before the colon.`,
    hint,
  };
}

function emptyProblem(source: string): DirectiveProblem {
  const message = `Nothing stands behind the colon of \`${source}\`.`;
  const hint = 'To require silence write `# expect: no output`.';
  return { code: 'parse/empty-expectation', message, hint, from: 0, to: source.length };
}
