import { simpleCommands } from '../../shell/simple-commands.ts';
import { type OpenCheck, openCheck } from '../command-end.ts';
import type { Row } from '../fence-source.ts';

/** How a kind of transcript writes commands and statuses. */
export type PromptRules = {
  /** Lines that begin with `> `: always more of the command, or only while bash still waits for more. */
  readonly continuation: 'always' | 'while-open';
  /** Whether a line `[1]` below the output is the exit status. */
  readonly statuses: boolean;
  /** Whether comments between an output and the next command are the author's: where output is compared they are part of it. */
  readonly comments?: 'prose';
  /** The first command is the only one: prompts below it are output. */
  readonly single?: true;
  /** Turns the lines of a command into what bash is given. */
  readonly fix?: (command: readonly string[]) => readonly string[];
};

/** One command with what it printed. `at` is the row of its prompt; `blanks` are empty lines that follow. */
export type Exchange = {
  readonly kind: 'exchange';
  readonly at: Row;
  readonly command: readonly string[];
  readonly output: readonly Row[];
  readonly status?: { readonly code: number; readonly row: Row };
  readonly blanks: number;
};

/** A line above the first prompt: a comment, or nothing. */
export type Lead = { readonly kind: 'lead'; readonly text: string };

/** Whether lines are a transcript: the first one that is no comment has a prompt. */
export function isTranscript(rows: readonly Row[]): boolean {
  const first = rows.find(({ text }) => !/^\s*(?:#.*)?$/.test(text));
  return first !== undefined && isPrompt(first.text.trimStart());
}

/** Reads a transcript; all its lines may be indented alike. */
export function readExchanges(rows: readonly Row[], rules: PromptRules): readonly (Exchange | Lead)[] {
  const first = rows.find(({ text }) => isPrompt(text.trimStart()))?.text ?? '';
  const padding = first.slice(0, first.length - first.trimStart().length);
  const bare = rows.map((row) => unpadded(row, padding));
  const isOpen = openCheck(rows.reduce((sum, { text }) => sum + text.length + 1, 0));
  const parts: (Exchange | Lead)[] = [];
  for (let index = 0; index < bare.length; ) {
    const row = bare[index];
    if (!row) break;
    if (!isPrompt(row.text)) {
      parts.push({ kind: 'lead', text: row.text });
      index += 1;
      continue;
    }
    const next = rules.single ? -1 : bare.findIndex(({ text }, at) => at > index && isPrompt(text));
    const end = next < 0 ? bare.length : next;
    if (row.text.trim() !== '$') {
      const exchange = readExchange(bare.slice(index, end), row, { ...rules, isOpen });
      parts.push(...(rules.comments === 'prose' ? withoutComments(exchange, next >= 0) : [exchange]));
    }
    index = end;
  }
  return parts;
}

function isPrompt(text: string): boolean {
  return /^\$(?:\s|$)/.test(text);
}

function unpadded(row: Row, padding: string): Row {
  if (padding === '' || !row.text.startsWith(padding)) return row;
  return { text: row.text.slice(padding.length), from: row.from + padding.length, to: row.to };
}

type Reading = PromptRules & { readonly isOpen: OpenCheck };

/** `rows` are those from a prompt to the next one. */
function readExchange(rows: readonly Row[], at: Row, rules: Reading): Exchange {
  const length = commandLength(rows, rules);
  const written = rows
    .slice(0, length)
    .map(({ text }, index) => (index === 0 ? text.slice(2) : continued(text)));
  const command = rules.fix?.(written) ?? written;
  const rest = rows.slice(length);
  const last = rest.findLastIndex(({ text }) => text.trim() !== '');
  const blanks = rest.length - 1 - last;
  const shown = rest.slice(0, last + 1);
  const found = rules.statuses ? /^\[(\d{1,3})\]\s*$/.exec(shown.at(-1)?.text ?? '') : null;
  const row = shown.at(-1);
  if (!found || !row) return { kind: 'exchange', at, command, output: shown, blanks };
  const status = { code: Number(found[1]), row };
  return { kind: 'exchange', at, command, output: shown.slice(0, -1), status, blanks };
}

/** Programs whose output may well have lines that begin with `#`. */
const printers: ReadonlySet<string> = new Set(
  'awk cat curl echo grep head jq kubectl printf sed tail yq'.split(' '),
);

/**
 * Comments below the output of a command belong to the next one: `# only the first line` above its prompt. An empty line
 * in front of them says so, and so does a command that prints nothing else.
 */
function withoutComments(exchange: Exchange, isFollowed: boolean): readonly (Exchange | Lead)[] {
  const { output, status } = exchange;
  const last = output.findLastIndex(({ text }) => !/^\s*(?:#.*)?$/.test(text));
  const comments = output.slice(last + 1);
  if (comments.length === 0 || status) return [exchange];
  const isParted = comments[0]?.text.trim() === '';
  const printing = simpleCommands(exchange.command.join('\n')).some(({ name = '' }) => printers.has(name));
  if (!isParted && (!isFollowed || exchange.blanks > 0 || printing)) return [exchange];
  const lead = comments.map(({ text }): Lead => ({ kind: 'lead', text }));
  const blanks = Array.from({ length: exchange.blanks }, (): Lead => ({ kind: 'lead', text: '' }));
  return [{ ...exchange, output: output.slice(0, last + 1), blanks: 0 }, ...lead, ...blanks];
}

function continued(text: string): string {
  return text === '>' ? '' : text.replace(/^> /, '');
}

/** Where there is no sign for it, a command has no more lines than this. */
const mostLines = 100;

function commandLength(rows: readonly Row[], { continuation, isOpen }: Reading): number {
  const marked = rows.findIndex(({ text }, index) => index > 0 && !/^>(?: |$)/.test(text));
  if (continuation === 'always') return marked < 0 ? rows.length : marked;
  const texts = rows
    .slice(0, mostLines)
    .map(({ text }, index) => (index === 0 ? text.slice(2) : continued(text)));
  if (!isOpen(texts[0] ?? '')) return 1;
  for (let length = 2; length <= texts.length; length += 1) {
    if (!isOpen(texts.slice(0, length).join('\n'))) return length;
  }
  const joined = texts.findIndex((text) => !text.endsWith('\\'));
  return joined < 0 ? texts.length : joined + 1;
}

/** In mdx every line of a command but the last ends in `\`, those of a here-document too: bash would join them. */
export function joinedHeredoc(command: readonly string[]): readonly string[] {
  const joined = command.slice(0, -1).every((line) => /\\\s*$/.test(line));
  if (!command[0]?.includes('<<') || !joined) return command;
  return command.map((line, index) => (index < command.length - 1 ? line.replace(/\s*\\\s*$/, '') : line));
}
