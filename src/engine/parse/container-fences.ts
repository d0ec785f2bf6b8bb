import type { Nodes } from 'mdast';
import type { Span } from '../model/source.ts';
import { type InfoString, parseInfoString } from './info-string.ts';
import { type Lines, lineText, pointAt } from './lines.ts';
import type { Section } from './markdown.ts';

/** A fence that other tools read inside a container of theirs, and Markdown doesn't. */
type ContainerFence = { readonly info: InfoString; readonly span: Span };

const opening = /^[ \t]*(?<marks>`{3,}|~{3,})[ \t]*(?<info>[^`\n]*)$/;

/**
 * What opens a container whose content is indented: tabs, admonitions and definitions of MkDocs, `:::`, a tag of MDX, a
 * shortcode of Hugo, an item of a list.
 * @see https://squidfunk.github.io/mkdocs-material/reference/content-tabs/
 */
const container =
  /^(?:===[+!]*\s+["']|!!!\s|\?\?\?\+?\s|:{3,}\s*\S|:\s{1,3}\S|<[A-Za-z]|\{\{[<%]|[-*+]\s|\d+[.)]\s)/;

/** A line that others stand below, further in. */
type Above = { readonly indent: number; readonly inContainer: boolean };

/** The fences of a page that stand so deep in such a container that Markdown makes indented code, or text, of them. */
export function fencesInContainers(lines: Lines, sections: readonly Section[]): readonly ContainerFence[] {
  if (!/^(?: {4}|\t)[ \t]*(?:```|~~~)/m.test(lines.text)) return [];
  const { code, html } = linesRead(lines, sections);
  const found: ContainerFence[] = [];
  const unclosed = new Set<string>();
  let above: readonly Above[] = [];
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    if (text.trim() === '') continue;
    const indent = indentOf(text);
    above = above.filter((each) => each.indent < indent);
    const inContainer = above.at(-1)?.inContainer ?? false;
    const fence = inContainer && !code.has(line) && !html.has(line) ? openingIn(text, indent) : undefined;
    const opens = !code.has(line) && container.test(text.trimStart());
    above = [...above, { indent, inContainer: inContainer || opens }];
    if (!fence) continue;
    const last = closingOf(lines, line, fence.marks, unclosed);
    found.push({ info: fence.info, span: spanOf(lines, line, last) });
    line = last;
  }
  return found;
}

/** The lines of fences that Markdown does read, and of HTML. */
function linesRead(lines: Lines, sections: readonly Section[]) {
  const fenced = sections.flatMap(({ codes }) => codes.filter((node) => isFence(lines, node)));
  return { code: linesOf(fenced), html: linesOf(sections.flatMap(({ html }) => html)) };
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
