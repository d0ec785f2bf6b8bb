import type { Code, CodeData, Nodes } from 'mdast';
import type { Span } from '../model/source.ts';
import { type InfoString, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';

/** A fence that other tools read inside a container of theirs, and Markdown doesn't. */
export type ContainerFence = { readonly info: InfoString; readonly span: Span };

/** `code` are those of containers whose tools read any fence in them, `shown` all others. */
type ContainerFences = { readonly code: readonly Code[]; readonly shown: readonly ContainerFence[] };

const opening = /^[ \t]*(?<marks>`{3,}|~{3,})[ \t]*(?<info>[^`\n]*)$/;

/**
 * What opens a container whose content is indented and read as Markdown: tabs and admonitions of MkDocs, components of
 * MDX.
 * @see https://squidfunk.github.io/mkdocs-material/reference/content-tabs/
 * @see https://mdxjs.com/docs/what-is-mdx/#markdown
 */
const reads = /^(?:===[+!]*\s+["']|!!!\s|\?\?\?\+?\s|<[A-Z])/;

/** What opens one in which some tools read fences, and others indented code; and what was to open one that `reads`. */
const container =
  /^(?:(?:!{2,}|\?{2,}|={2,})[+!]*\s*["'\p{L}\p{N}]|:{3,}\s*\S|:\s{1,3}\S|<[a-z]|\{\{[<%]|[-*+]\s|\d+[.)]\s)/u;

/** What a code node carries that Markdown doesn't read where it stands. */
type Contained = { readonly contained: true };

/** Whether a fence was taken out of a container. */
export function isContained({ data }: Code): boolean {
  return data !== undefined && 'contained' in data;
}

type Within = 'reads' | 'container' | undefined;

/** A line that others stand below, further in. */
type Above = { readonly indent: number; readonly within: Within };

/** The nodes that Markdown made of code and of HTML. */
type Known = { readonly codes: readonly Code[]; readonly html: readonly Nodes[] };

/** The fences of a page that stand so deep in a container that Markdown makes indented code, or text, of them. */
export function fencesInContainers(lines: Lines, known: Known): ContainerFences {
  if (!/^(?: {4}|\t)[ \t]*(?:```|~~~)/m.test(lines.text)) return { code: [], shown: [] };
  const { code, html } = linesRead(lines, known);
  const found = { code: [] as Code[], shown: [] as ContainerFence[] };
  const unclosed = new Set<string>();
  let above: readonly Above[] = [];
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    if (text.trim() === '') continue;
    const indent = indentOf(text);
    above = above.filter((each) => each.indent < indent);
    const within = above.at(-1)?.within;
    const fence =
      within !== undefined && !code.has(line) && !html.has(line) ? openingIn(text, indent) : undefined;
    above = [...above, { indent, within: code.has(line) ? within : innermost(within, opened(text)) }];
    if (!fence) continue;
    const last = closingOf(lines, line, fence.marks, unclosed);
    if (within === 'reads' && last > line) found.code.push(codeOf(lines, line, last));
    else found.shown.push({ info: fence.info, span: spanOf(lines, line, last) });
    line = last;
  }
  return found;
}

/** What reads fences does so in a list item too. */
function innermost(within: Within, opens: Within): Within {
  return within === 'reads' || opens === 'reads' ? 'reads' : (within ?? opens);
}

function opened(text: string): Within {
  const start = text.trimStart();
  if (reads.test(start)) return 'reads';
  return container.test(start) ? 'container' : undefined;
}

/** The lines of fences that Markdown does read, and of HTML. */
function linesRead(lines: Lines, { codes, html }: Known) {
  return { code: linesOf(codes.filter((node) => isFence(lines, node))), html: linesOf(html) };
}

function linesOf(nodes: readonly Nodes[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { position } of nodes) {
    for (let line = position?.start.line ?? 1; line <= (position?.end.line ?? 0); line += 1) found.add(line);
  }
  return found;
}

function isFence(lines: Lines, { position }: Nodes): boolean {
  const { line, column } = position?.start ?? { line: 1, column: 1 };
  return /^(?:```|~~~)/.test(lineText(lines, line).slice(column - 1));
}

function openingIn(text: string, indent: number) {
  const { marks = '', info = '' } = opening.exec(text)?.groups ?? {};
  if (marks === '' || indent < 4 || info.trim() === '') return undefined;
  return { marks, info: parseInfoString(info.trimEnd(), 0) };
}

/** The line that closes a fence; its own when none does. `unclosed` are the marks that no line below closes. */
function closingOf(lines: Lines, line: number, marks: string, unclosed: Set<string>): number {
  for (let below = line + 1; below <= lines.starts.length && !unclosed.has(marks); below += 1) {
    const text = lineText(lines, below).trim();
    if (text.startsWith(marks) && /^(?:`+|~+)$/.test(text)) return below;
  }
  unclosed.add(marks);
  return line;
}

/** The fence as Markdown would have it if its container were none: without the blanks in front of its lines. */
function codeOf(lines: Lines, first: number, last: number): Code {
  const { start, end } = spanOf(lines, first, last);
  const indent = indentOf(lineText(lines, first));
  const body = Array.from({ length: last - first - 1 }, (_, index) =>
    outdented(lineText(lines, first + 1 + index), indent),
  );
  const data: Contained = { contained: true };
  return { type: 'code', value: body.join('\n'), position: { start, end }, data: data as CodeData };
}

function outdented(text: string, indent: number): string {
  let columns = 0;
  let at = 0;
  while (columns < indent && /[ \t]/.test(text.charAt(at))) {
    columns += text.charAt(at) === '\t' ? 4 - (columns % 4) : 1;
    at += 1;
  }
  return text.slice(at);
}

function spanOf(lines: Lines, first: number, last: number): Span {
  const start = pointAt(lines, first, lineText(lines, first).search(/\S/) + 1);
  return { file: lines.file, start, end: pointAt(lines, last, lineText(lines, last).trimEnd().length + 1) };
}

/** How far the blanks of a line reach; a tab goes to the next multiple of four. */
function indentOf(text: string): number {
  let columns = 0;
  for (const blank of /^[ \t]*/.exec(text)?.[0] ?? '') columns += blank === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}
