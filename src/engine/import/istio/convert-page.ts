import type { Edit, Range } from '../../format/edits.ts';
import { lineText } from '../../parse/lines.ts';
import type { Row } from '../fence-source.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { announcesOutput } from '../output-phrase.ts';
import { type Shortcode, shortcodeAt, shortcodesIn } from './shortcodes.ts';
import { isBash, type TextBlock, writeTextBlock } from './text-block.ts';

/** Callouts, and the alerts of GitHub that are most like them. */
const alerts: Readonly<Record<string, string>> = { idea: 'TIP', tip: 'TIP', warning: 'WARNING' };

/** What is open while the lines of a page are read. */
type State = {
  /** How far the callout is indented whose lines are being read; undefined outside of one. */
  quoted: number | undefined;
  /** How many tabs of the set have begun, and the name of the last one. */
  tabs: number;
  tab: string;
  /** A block of commands was the last block in this section. */
  commands: boolean;
  /** The last paragraph, and whether it has ended. */
  prose: string;
  ended: boolean;
  readonly unknown: Map<string, Range>;
  readonly edits: Edit[];
  readonly remarks: Remark[];
};

/** Turns the shortcodes of a page into Markdown, line by line: Hugo reads them before any Markdown. */
export function convertPage(source: ImportSource): Conversion {
  const { lines } = source;
  const state: State = {
    quoted: undefined,
    tabs: 0,
    tab: '',
    commands: false,
    prose: '',
    ended: true,
    unknown: new Map(),
    edits: [],
    remarks: [],
  };
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const shortcode = shortcodeAt(lines, line);
    if (shortcode?.name === 'text' && !shortcode.closing) line = takeTextBlock(shortcode, state, source);
    else if (shortcode) line = takeShortcode(shortcode, state, source);
    else takeProse(line, state, source);
  }
  const unknown = [...state.unknown].map(([name, at]): Remark => {
    return {
      kind: 'note',
      at,
      message: `The shortcode \`${name}\` has no counterpart: it is left as it is.`,
    };
  });
  return { edits: state.edits, remarks: [...state.remarks, ...unknown] };
}

function rangeOf(line: number, { lines }: ImportSource): Range {
  const from = lines.starts[line - 1] ?? lines.text.length;
  return { from, to: from + lineText(lines, line).length };
}

/** Replaces a block by fences. @returns The line of its end. */
function takeTextBlock(opening: Shortcode, state: State, source: ImportSource): number {
  const end = closingLine(opening, source);
  if (end === undefined) return opening.line;
  const block: TextBlock = {
    opening,
    at: rangeOf(opening.line, source),
    rows: rowsBetween(opening, end, source),
    ...(state.tabs > 1 ? { otherTab: state.tab } : {}),
    isOutput: state.commands && announcesOutput(state.prose),
  };
  const { lines, remarks } = writeTextBlock(block);
  const prefix = quotedIndent(opening.indent, state);
  const text = lines.map((line) => (line === '' ? prefix.trimEnd() : prefix + line)).join(source.lineEnd);
  state.edits.push({ from: rangeOf(opening.line, source).from, to: rangeOf(end, source).to, text });
  state.remarks.push(...remarks);
  state.commands = isBash(block);
  state.prose = '';
  state.ended = true;
  return end;
}

function closingLine({ line }: Shortcode, { lines }: ImportSource): number | undefined {
  for (let end = line + 1; end <= lines.starts.length; end += 1) {
    const shortcode = shortcodeAt(lines, end);
    if (shortcode?.name === 'text') return shortcode.closing ? end : undefined;
  }
  return undefined;
}

function rowsBetween({ line, indent }: Shortcode, end: number, source: ImportSource): readonly Row[] {
  return Array.from({ length: end - line - 1 }, (_, index) => {
    const { from, to } = rangeOf(line + 1 + index, source);
    const text = source.lines.text.slice(from, to);
    const cut = text.startsWith(indent) ? indent.length : text.length - text.trimStart().length;
    return { text: text.slice(cut), from: from + cut, to };
  });
}

/** The indentation of a line, with the mark of the callout that it stands in. */
function quotedIndent(indent: string, { quoted }: State): string {
  return quoted === undefined ? indent : `${indent.slice(0, quoted)}> ${indent.slice(quoted)}`;
}

/** Shortcodes around prose: callouts become alerts, tabs bold lines. @returns The last line taken. */
function takeShortcode(shortcode: Shortcode, state: State, source: ImportSource): number {
  const { name, closing, indent, line, values } = shortcode;
  const alert = Object.hasOwn(alerts, name) ? alerts[name] : undefined;
  const put = (text: string) => {
    state.edits.push({ ...rangeOf(line, source), text });
    return line;
  };
  if (alert) {
    state.quoted = closing ? undefined : indent.length;
    return closing ? drop(line, state, source) : put(`${indent}> [!${alert}]`);
  }
  if (name === 'tabset') state.tabs = 0;
  if (name === 'tab' && !closing) {
    state.tabs += 1;
    state.tab = values.get('name') ?? '';
    if (state.tab !== '') return put(`${quotedIndent(indent, state)}**${state.tab}**`);
  }
  if (name === 'tabset' || name === 'tab') return drop(line, state, source);
  takeProse(line, state, source);
  return line;
}

/** Takes a line away and an empty one below it, so that one empty line stays where it stood. @returns The last line taken. */
function drop(line: number, state: State, source: ImportSource): number {
  const { lines } = source;
  const blankBelow = line < lines.starts.length && lineText(lines, line + 1).trim() === '';
  if (state.quoted !== undefined || !blankBelow) {
    state.edits.push({ ...rangeOf(line, source), text: quotedIndent('', state).trimEnd() });
    return line;
  }
  state.ended = true;
  const blankAbove = line === 1 || lineText(lines, line - 1).trim() === '';
  const last = blankAbove ? line + 1 : line;
  state.edits.push({
    from: lines.starts[line - 1] ?? 0,
    to: lines.starts[last] ?? lines.text.length,
    text: '',
  });
  return last;
}

function takeProse(line: number, state: State, source: ImportSource): void {
  const at = rangeOf(line, source);
  const text = source.lines.text.slice(at.from, at.to);
  for (const name of shortcodesIn(text)) if (!state.unknown.has(name)) state.unknown.set(name, at);
  if (/^#{1,6}\s/.test(text)) state.commands = false;
  const blank = text.trim() === '';
  if (!blank) state.prose = state.ended ? text.trim() : `${state.prose} ${text.trim()}`;
  state.ended = blank;
  if (state.quoted === undefined) return;
  const along = Math.min(state.quoted, text.length - text.trimStart().length);
  const place = at.from + (blank ? 0 : along);
  state.edits.push({ from: place, to: blank ? at.to : place, text: blank ? '>' : '> ' });
}
