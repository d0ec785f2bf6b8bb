import { type InfoWord, parseInfoString } from '../parse/info-string.ts';
import { optionTable } from '../parse/option-table.ts';
import { shortestDuration } from './shortest-duration.ts';

/** What a fence is, what it is called, where it works, when it runs, how long it may take. */
const optionOrder: readonly string[] = [
  'apply',
  'assert',
  'absent',
  'output',
  'exact',
  'verbatim',
  'unordered',
  'example',
  'stdout',
  'stderr',
  'name',
  'cluster',
  'namespace',
  'dir',
  'skip',
  'manual',
  'confirm',
  'cleanup',
  'delete',
  'tty',
  'input',
  'varies',
  'timeout',
  'within',
  'for',
];

/**
 * The standard form of the opening line of a fence that means something to us, from its marks to the end of the line. Words that only
 * the renderer of a page reads stay as they are, behind ours.
 */
export function standardOpening(line: string): string {
  const [marks = ''] = /^(?:`{3,}|~{3,})/.exec(line) ?? [];
  const info = line.slice(marks.length);
  const at = marks.length + info.length - info.trimStart().length;
  const { language, words } = parseInfoString(info.trim(), at);
  const written = words
    .toSorted((one, other) => rank(one) - rank(other))
    .map((word) => (isOurs(word) ? standardOption(word, line) : line.slice(word.from, word.to)));
  return marks + [language, ...written].join(' ');
}

function isOurs({ form, key }: InfoWord): boolean {
  return form === 'plain' && (optionOrder.includes(key) || Object.hasOwn(optionTable, key));
}

function rank(word: InfoWord): number {
  if (!isOurs(word)) return optionOrder.length + 1;
  const at = optionOrder.indexOf(word.key);
  return at < 0 ? optionOrder.length : at;
}

function standardOption({ key, value, from, to }: InfoWord, line: string): string {
  const form = Object.hasOwn(optionTable, key) ? optionTable[key]?.form : undefined;
  if (value === undefined || (value === '' && form === 'reason')) return key;
  // A value in braces is given as it stands, braces included.
  if (line.slice(from, to).includes('={')) return line.slice(from, to);
  return `${key}=${quoted(form === 'duration' ? shortestDuration(value) : value)}`;
}

/**
 * Quotes where the value would otherwise end early, be read as something else, or be taken for a regular expression
 * by Expressive Code, which reads `/…/` so.
 */
function quoted(value: string): string {
  return /^[^\s"'{/\\][^\s"/\\]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
