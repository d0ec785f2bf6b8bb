import { stripVTControlCharacters } from 'node:util';

/** What makes the text of a line differ from what a terminal shows of it. */
const needsDrawing = /[\b\r\u001b\u009b]|[^\S\n](?=\n|$)/;

/**
 * An output as a reader sees it on a terminal: without colours and cursor moves, `\n` line ends, what carriage returns
 * and backspaces wrote over replaced by what was written, no blanks at the ends of lines.
 */
export function readable(text: string): string {
  return needsDrawing.test(text)
    ? text
        .split('\n')
        .map((line) => drawn(line).trimEnd())
        .join('\n')
    : text;
}

/** Whether a printed text leaves a terminal as it was: no character, no blank, no new line. */
export function leavesNothing(printed: string): boolean {
  return !printed.includes('\n') && drawn(printed) === '';
}

/** The lines of a readable output; the end of the last line starts no new one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Carriage return, backspace, and ECMA-48's "erase in line" to the end (0) or whole (2); other sequences move nothing. */
const movement = /(\r|\u0008|\u001b\[[02]?K)/;

function drawn(line: string): string {
  if (!/[\b\r]|\[[02]?K/.test(line)) return withoutSequences(line);
  const cells: string[] = [];
  let at = 0;
  for (const piece of line.split(movement)) {
    if (piece === '\r') at = 0;
    else if (piece === '\b') at = Math.max(0, at - 1);
    else if (movement.test(piece)) {
      // Who erases the whole line goes on at its start, or it looks so once blanks are flexible.
      if (piece.endsWith('2K')) at = 0;
      cells.length = at;
    } else {
      for (const character of withoutSequences(piece)) {
        cells[at] = character;
        at += 1;
      }
    }
  }
  return cells.join('');
}

function withoutSequences(text: string): string {
  return /[\u001b\u009b]/.test(text) ? stripVTControlCharacters(text) : text;
}
