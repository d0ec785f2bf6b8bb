import { stripVTControlCharacters } from 'node:util';

/**
 * An output as a reader sees it on a terminal: without colours and cursor moves, `\n` line ends, of a line
 * overwritten by carriage returns only what stood there last, no blanks at the ends of lines.
 */
export function readable(text: string): string {
  const plain = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  return plain.split('\n').map(lastDrawn).join('\n');
}

/** The lines of a readable output; the end of the last line starts no new one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function lastDrawn(line: string): string {
  const shown = line.includes('\r') ? afterLastReturn(line.replace(/\r+$/, '')) : line;
  return shown.trimEnd();
}

function afterLastReturn(line: string): string {
  return line.slice(line.lastIndexOf('\r') + 1);
}
