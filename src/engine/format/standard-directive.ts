import type { ExpectationKind } from '../expectations/kind.ts';
import { kindByWord, kindOfText, kindWords } from '../expectations/registry.ts';
import { shortestDuration } from './shortest-duration.ts';

/** The words before the colon in the order in which they stand; any other keeps its place behind them. */
const wordOrder: readonly string[] = ['not', ...kindWords, 'stdout', 'stderr', 'within', 'for'];

const timed: ReadonlySet<string> = new Set(['within', 'for']);

/**
 * The standard form of a directive (`# expect …` or `# wait …`) that parses, given without indentation. What stands
 * behind the colon is the author's, but for blanks at its ends and the mark of a note.
 */
export function standardDirective(source: string): string {
  const colon = source.indexOf(':');
  const [hash = '#', name = '', ...rest] = source.slice(0, colon).match(/\S+/g) ?? [];
  const words = wordsOf(rest);
  const text = source.slice(colon + 1).trim();
  const behind = name === 'wait' ? standardWait(text) : standardText(text, kindOf(words, text));
  return `${[hash, name, ...words].join(' ')}: ${behind}`;
}

/** Each word, a duration with the word that it belongs to. */
function wordsOf(tokens: readonly string[]): readonly string[] {
  const words: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at] ?? '';
    const duration = timed.has(word) ? tokens[at + 1] : undefined;
    words.push(duration === undefined ? word : `${word} ${shortestDuration(duration)}`);
    if (duration !== undefined) at += 1;
  }
  return words.toSorted((one, other) => rank(one) - rank(other));
}

function rank(word: string): number {
  const at = wordOrder.indexOf(word.split(' ')[0] ?? '');
  return at < 0 ? wordOrder.length : at;
}

function kindOf(words: readonly string[], text: string): ExpectationKind {
  return words.map(kindByWord).find((kind) => kind !== undefined) ?? kindOfText(text);
}

/** One blank on each side of a note's mark, which is a dash or a small arrow, where that changes nothing of what is looked for. */
function standardText(text: string, kind: ExpectationKind): string {
  const quotes = /^"(?:[^"\\]|\\.)*"(?=\s+[—←#](?:\s|$))/.exec(text)?.[0].length ?? 0;
  const mark = /\s([—←#])(?=\s|$)/u.exec(text.slice(quotes));
  if (!mark) return text;
  const at = quotes + mark.index;
  const note = text.slice(at + 2).trim();
  const standard = `${text.slice(0, at).trimEnd()} ${mark[1] === '#' ? '—' : mark[1]} ${note}`.trimEnd();
  const before = kind.parse(text);
  const after = kind.parse(standard);
  if ('problem' in before || 'problem' in after) return text;
  return kind.describe(before.args) === kind.describe(after.args) ? standard : text;
}

function standardWait(text: string): string {
  return text.replace(/^(port|http|log)\s+/, '$1 ');
}
