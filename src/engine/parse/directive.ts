import type { ExpectationKind, ParseProblem } from '../expectations/kind.ts';
import { kindOfText } from '../expectations/registry.ts';
import type { Expectation } from '../model/runbook.ts';
import { conflictingWord, readWords, type Words } from './directive-words.ts';

/** An expectation but for its place in the file, with the rule of its kind. */
export type Directive = Omit<Expectation, 'span'> & { readonly kindRule: ExpectationKind };

/** Offsets of a problem are in the directive. */
type DirectiveResult = { readonly directive: Directive } | { readonly problem: ParseProblem };

/**
 * Reads `# expect[ words]: pattern`, given without indentation; `only` is the kind that it must be, where there is no
 * choice. Never throws.
 */
export function parseDirective(source: string, only?: ExpectationKind): DirectiveResult {
  const read = readWords(source);
  if ('problem' in read) return read;
  const colon = source.indexOf(':');
  const text = source.slice(colon + 1).trim();
  if (text === '') return { problem: emptyProblem(source) };
  return readText(read.words, { text, at: source.indexOf(text, colon + 1), source, only });
}

type Written = {
  readonly text: string;
  readonly at: number;
  readonly source: string;
  readonly only: ExpectationKind | undefined;
};

function readText(words: Words, { text, at, source, only }: Written): DirectiveResult {
  const kind = only ?? words.kind ?? kindOfText(text);
  if (!kind.readsOutput && words.stream) {
    const message = `\`${kind.word}\` looks at no stream: \`${words.stream.name}\` makes no sense with it.`;
    return { problem: conflictingWord(words.stream, message, 'Remove one of them.') };
  }
  const parsed = kind.parse(text);
  if ('problem' in parsed) {
    const { from, to } = parsed.problem;
    return { problem: { ...parsed.problem, from: from + at, to: to + at } };
  }
  const directive = {
    kind: kind.name,
    args: parsed.args,
    negated: words.negated,
    stream: words.stream?.name ?? kind.stream ?? 'both',
    ...(words.withinMs === undefined ? {} : { withinMs: words.withinMs }),
    ...(words.forMs === undefined ? {} : { forMs: words.forMs }),
    text,
    source,
  } as const;
  return { directive: { ...directive, kindRule: kind } };
}

function emptyProblem(source: string): ParseProblem {
  const message = `Nothing stands behind the colon of \`${source}\`.`;
  const hint = 'To require silence write `# expect: no output`.';
  return { code: 'parse/empty-expectation', message, hint, from: 0, to: source.length };
}
