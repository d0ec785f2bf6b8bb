import type { Html } from 'mdast';
import { type Lines, lineText, pointAt } from '../parse/lines.ts';
import type { Fault, Rule } from './rule.ts';

/**
 * Finds fences that Markdown reads as HTML, since no blank line stands between them and a tag: GitHub doesn't show
 * them as code and they don't run. What is commented out is left alone.
 */
export const fenceInHtml: Rule = {
  code: 'parse/fence-in-html',
  severity: 'warning',
  check({ lines, sections }, report) {
    for (const { html } of sections) for (const node of html) fencesIn(lines, node).forEach(report);
  },
};

function fencesIn(lines: Lines, { value, position }: Html): readonly Fault[] {
  if (!position || /^<(?:!--|pre|script|style|textarea)/i.test(value) || !/^\s*(?:```|~~~)/m.test(value))
    return [];
  const faults: Fault[] = [];
  for (let line = position.start.line; line <= position.end.line; line += 1) {
    const text = lineText(lines, line);
    const fence = /(?:```|~~~)\s*(?:bash|sh|shell|ya?ml\s+apply|output|json\s+output)\b/.exec(text);
    if (!fence) continue;
    const start = pointAt(lines, line, fence.index + 1);
    const span = { file: lines.file, start, end: pointAt(lines, line, text.length + 1) };
    const message = 'This fence is part of the HTML above it: it is not a code block and does nothing.';
    faults.push({ message, hint: 'Put a blank line between the tag and the fence.', span });
  }
  return faults;
}
