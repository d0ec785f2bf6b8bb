import type { Html } from 'mdast';
import { type Lines, lineText, pointAt } from './lines.ts';
import type { Report } from './report.ts';

/**
 * Warns of fences that Markdown reads as HTML, since no blank line stands between them and a tag: GitHub doesn't show
 * them as code and they don't run. What is commented out is left alone.
 */
export function reportFencesInHtml(lines: Lines, html: Html, report: Report): void {
  if (
    !html.position ||
    /^<(?:!--|pre|script|style|textarea)/i.test(html.value) ||
    !/^\s*(?:```|~~~)/m.test(html.value)
  )
    return;
  for (let line = html.position.start.line; line <= html.position.end.line; line += 1) {
    const text = lineText(lines, line);
    const fence = /(?:```|~~~)\s*(?:bash|sh|shell|ya?ml\s+apply|output|json\s+output)\b/.exec(text);
    if (!fence) continue;
    const span = {
      file: lines.file,
      start: pointAt(lines, line, fence.index + 1),
      end: pointAt(lines, line, text.length + 1),
    };
    const message = 'This fence is part of the HTML above it: it is not a code block and does nothing.';
    report({
      code: 'parse/fence-in-html',
      severity: 'warning',
      message,
      span,
      hint: 'Put a blank line between the tag and the fence.',
    });
  }
}
