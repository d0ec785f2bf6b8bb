import { type Lines, lineText, pointAt } from './lines.ts';
import type { Section } from './markdown.ts';
import { recognise } from './recognise.ts';
import type { Report } from './report.ts';

/** A longer comment is not a line that somebody typed. */
const longest = 500;

/** Reports expectations that stand in the text of the page, where Markdown makes headings or comments of them. */
export function reportOutside(lines: Lines, section: Section, report: Report): void {
  const start = section.heading?.position?.start;
  const heading = start
    ? lineText(lines, start.line)
        .slice(start.column - 1)
        .trim()
    : '';
  if (start && isDirective(heading)) {
    const end = pointAt(lines, start.line, start.column + heading.length);
    const span = { file: lines.file, start: pointAt(lines, start.line, start.column), end };
    const message = `\`${heading}\` stands outside of any block: Markdown makes a heading of it.`;
    const hint = 'Put it into the block, below the command.';
    report({ code: 'parse/inert-expectation', severity: 'error', message, hint, span });
  }
  for (const { value, position } of section.html) {
    if (value.length > longest) continue;
    const [, words = ''] = /^<!--\s*(?:#\s*)?((?:expect|wait)\b[^\n]*?)\s*-->$/.exec(value.trim()) ?? [];
    if (!position || !isDirective(`# ${words}`)) continue;
    const from = pointAt(lines, position.start.line, position.start.column);
    const to = pointAt(lines, position.end.line, position.end.column);
    const message = `\`# ${words}\` stands in a comment of the page: nothing is checked.`;
    const hint = `Write \`# ${words}\` into the block, below the command.`;
    report({
      code: 'parse/inert-expectation',
      severity: 'error',
      message,
      hint,
      span: { file: lines.file, start: from, end: to },
    });
  }
}

function isDirective(line: string): boolean {
  const { kind } = recognise(line);
  return kind === 'expect' || kind === 'wait';
}
