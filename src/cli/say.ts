import { harmless, visibleText } from '../engine/diagnostics/printable.ts';
import type { Printer } from './io.ts';

/** Prints lines for people; parts of documents and names of files in them can't steer the terminal or the log. */
export function say(printer: Pick<Printer, 'color' | 'write'>, text: string): void {
  printer.write(`${harmless(text, printer)}\n`);
}

/** Prints a document that was made: as it is into a file or a pipe, harmless on a terminal. */
export function sayDocument(printer: Pick<Printer, 'terminal' | 'write'>, text: string): void {
  printer.write(printer.terminal ? visibleText(text) : text);
}
