import { type Line, plainText } from './line.ts';

/** Marks at the start of a line, in words. */
const marks: Readonly<Record<string, string>> = {
  '✓': 'passed:',
  '✗': 'failed:',
  '!': 'errored:',
  '-': 'skipped:',
  '■': 'cancelled:',
  '▸': 'running:',
  '‖': 'waiting:',
  '…': 'to be tried again:',
  '·': 'to come:',
  '○': 'not judged yet:',
};

/** A line as it is to be read out: marks as words, no bars, no space between columns. */
export function spoken(line: Line): string {
  return plainText(line)
    .replace(/^(\s*)([✓✗!■▸‖…·○-]) /, (_, blank: string, mark: string) => `${blank}${marks[mark]} `)
    .replace(/[│┊┃┆━─] ?/g, '')
    .replace(/ {2,}/g, '  ')
    .trim();
}
