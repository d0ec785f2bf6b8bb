import { type Lines, lineText, pointAt } from '../parse/lines.ts';
import type { Section } from '../parse/markdown.ts';
import { recognise } from '../parse/recognise.ts';
import type { Fault, Rule } from './rule.ts';

/** A longer comment is not a line that somebody typed. */
const longest = 500;

/** Finds expectations that stand in the text of the page, where Markdown makes headings or comments of them. */
export const outsideExpectation: Rule = {
  code: 'parse/inert-expectation',
  severity: 'error',
  check({ lines, sections }, report) {
    for (const section of sections) {
      const heading = asHeading(lines, section);
      if (heading) report(heading);
      for (const fault of asComments(lines, section)) report(fault);
    }
  },
};

function asHeading(lines: Lines, section: Section): Fault | undefined {
  const start = section.heading?.position?.start;
  if (!start) return undefined;
  const heading = lineText(lines, start.line)
    .slice(start.column - 1)
    .trim();
  if (!isDirective(heading)) return undefined;
  const end = pointAt(lines, start.line, start.column + heading.length);
  const span = { file: lines.file, start: pointAt(lines, start.line, start.column), end };
  const message = `\`${heading}\` stands outside of any block: Markdown makes a heading of it.`;
  return { message, hint: 'Put it into the block, below the command.', span };
}

function asComments(lines: Lines, { html }: Section): readonly Fault[] {
  return html.flatMap(({ value, position }) => {
    if (value.length > longest) return [];
    const [, words = ''] = /^<!--\s*(?:#\s*)?((?:expect|wait)\b[^\n]*?)\s*-->$/.exec(value.trim()) ?? [];
    if (!position || !isDirective(`# ${words}`)) return [];
    const start = pointAt(lines, position.start.line, position.start.column);
    const end = pointAt(lines, position.end.line, position.end.column);
    const message = `\`# ${words}\` stands in a comment of the page: nothing is checked.`;
    const hint = `Write \`# ${words}\` into the block, below the command.`;
    return [{ message, hint, span: { file: lines.file, start, end } }];
  });
}

function isDirective(line: string): boolean {
  const { kind } = recognise(line);
  return kind === 'expect' || kind === 'wait';
}
