import { styleText } from 'node:util';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type CodeFrameOptions, codeFrame } from './code-frame.ts';
import { visibleText } from './printable.ts';

/**
 * A diagnostic for people: `file:line:column  error  message  [code]`, the place in the source with a caret, the
 * difference if there is one, and how to fix it. Without the source's text or a span the excerpt is left out. No line end at the end.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sourceText: string | undefined,
  options: CodeFrameOptions,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const { code, severity, span, diff } = diagnostic;
  const [message, hint] = [said(diagnostic.message), said(diagnostic.hint ?? '')];
  const place = span
    ? `${paint('bold', `${visibleText(span.file)}:${span.start.line}:${span.start.column}`)}  `
    : '';
  const mark = paint([colours[severity], 'bold'], severity);
  const head = `${place}${mark}  ${message}  ${paint('dim', `[${code}]`)}`;
  const frame = span && sourceText !== undefined ? ['', codeFrame(sourceText, span, options)] : [];
  const foot = hint ? [`     ${paint('cyan', 'hint')}  ${hint}`] : [];
  const shown =
    diff === undefined ? [] : ['', ...diff.split('\n').map((line) => `  ${diffLine(line, paint)}`), ''];
  return [head, ...frame, ...shown, ...foot].join('\n');
}

const colours = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

/** Further lines are indented: nothing that is cited can pass for a line of ours. */
function said(text: string): string {
  return visibleText(text).replace(/\n(?! {5})/g, '\n     ');
}

function diffLine(line: string, paint: (style: 'green' | 'red', text: string) => string): string {
  const safe = visibleText(line);
  if (safe.startsWith('+')) return paint('green', safe);
  return safe.startsWith('-') ? paint('red', safe) : safe;
}
