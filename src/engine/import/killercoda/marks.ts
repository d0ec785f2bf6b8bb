import { type Lines, lineText } from '../../parse/lines.ts';

/** What Killercoda and Katacoda do with a click on a block: `{{exec}}`, `{{exec interrupt}}`, `{{copy}}`, `{{execute}}`, `{{}}`. */
type Mark = { readonly kind: 'exec' | 'copy' | 'none'; readonly interrupt: boolean };

const mark = /\{\{\s*((?:exec|execute|copy)\b[^{}]*)?\}\}/;

/** Reads a mark behind a block or behind inline code. */
export function markOf(text: string): Mark | undefined {
  const found = mark.exec(text);
  if (!found) return undefined;
  const words = found[1] ?? '';
  return {
    kind: words.startsWith('exec') ? 'exec' : words.startsWith('copy') ? 'copy' : 'none',
    interrupt: /\binterrupt\b/.test(words),
  };
}

/** A fence, by its lines (1-based), and the mark behind its last one. */
export type MarkedFence = {
  readonly first: number;
  readonly last: number;
  readonly language: string;
  readonly mark: Mark | undefined;
};

/** The fences of a text: with a mark behind it the last line of one is none to Markdown. */
export function markedFences(lines: Lines): readonly MarkedFence[] {
  const found: MarkedFence[] = [];
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const [, indent, marks, language = ''] =
      /^(\s*)(`{3,}|~{3,})\s*([^\s`{]*)[^`]*$/.exec(lineText(lines, line)) ?? [];
    if (marks === undefined || indent === undefined) continue;
    const closing = new RegExp(`^\\s*${marks[0]}{${marks.length},}\\s*(\\{\\{[^{}]*\\}\\})?\\s*$`);
    let last = line + 1;
    while (last <= lines.starts.length && !closing.test(lineText(lines, last))) last += 1;
    const end = closing.exec(lineText(lines, last));
    found.push({ first: line, last, language, mark: end?.[1] === undefined ? undefined : markOf(end[1]) });
    line = last;
  }
  return found;
}
