import type { Row } from '../fence-source.ts';
import type { Remark } from '../format.ts';
import { volatileWords } from '../tolerant-row.ts';
import { type ExpectedLine, linesForFence, type ReadLine } from './expected-line.ts';

/** An `output` fence: its info string and its body. */
export type OutputFence = { readonly info: string; readonly lines: readonly string[] };

/** A line of output as it is meant. */
export type ReadRow = { readonly row: Row; readonly line: ExpectedLine };

/** `command` is what printed the output. */
export function readRows(output: readonly Row[], readLine: ReadLine, command = ''): readonly ReadRow[] {
  return output.map((row) => ({ row, line: readLine(row.text, command) }));
}

/** Lines as an `output` fence; undefined when nothing but gaps would be left, which could not fail. */
export function outputFence(reads: readonly ReadRow[], info = 'output'): OutputFence | undefined {
  const all = reads.flatMap(({ line }) => linesForFence(line));
  const lines = all.filter((text, index) => text !== '...' || all[index - 1] !== '...');
  const says = lines.some((text) => text.trim() !== '...' && text.trim() !== '');
  return says ? { info, lines } : undefined;
}

/** What of the meaning of lines is lost. */
export function lossNotes(reads: readonly ReadRow[]): readonly Remark[] {
  return reads.flatMap(({ row, line: { loss } }): readonly Remark[] =>
    loss === undefined ? [] : [{ kind: 'note', at: row, message: `\`${row.text.trim()}\`: ${loss}.` }],
  );
}

/** The lines as a `json output` fence; undefined when they aren't one object or list. */
export function jsonFence(output: readonly Row[]): OutputFence | undefined {
  const lines = output.map(({ text }) => text);
  return isJson(lines.join('\n')) ? { info: 'json output', lines } : undefined;
}

/** A lone number or word is no less readable as text. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A check of what differs from run to run fails at the second run: said here, since nothing is changed. */
export function changingNotes(output: readonly Row[]): readonly Remark[] {
  const found = output.flatMap((row) => volatileWords(row.text).map((word) => ({ row, word })));
  const first = found[0];
  if (!first) return [];
  const others = found.length > 1 ? ` and ${found.length - 1} more` : '';
  const message = `The output has what will differ from run to run (\`${first.word}\`${others}): write \`...\` there, or let \`runbook exec --update\` do it.`;
  return [{ kind: 'note', at: first.row, message }];
}
