import { printable } from '../engine/diagnostics/printable.ts';
import { type Paint, painter } from '../engine/report/style.ts';
import type { Printer } from './io.ts';

/** A unified diff for a terminal: coloured, and with nothing in it that could steer the terminal. */
export function showDiff(diff: string, { color }: Pick<Printer, 'color'>): string {
  const paint = painter(color);
  return diff
    .split('\n')
    .map((line) => painted(printable(line.replace(/\r$/, '')), paint))
    .join('\n');
}

function painted(line: string, paint: Paint): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint('bold', line);
  if (line.startsWith('@@')) return paint('cyan', line);
  if (line.startsWith('+')) return paint('green', line);
  return line.startsWith('-') ? paint('red', line) : line;
}
