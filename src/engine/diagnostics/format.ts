import { styleText } from 'node:util';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type CodeFrameOptions, codeFrame } from './code-frame.ts';

/**
 * A diagnostic for people: `file:line:column  error  message  [code]`, the place in the source with a caret, and how
 * to mend it. Without the source's text or a span the excerpt is left out. No line end at the end.
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sourceText: string | undefined,
  options: CodeFrameOptions,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.color ? styleText(style, text, { validateStream: false }) : text;
  const { code, severity, message, span, hint } = diagnostic;
  const place = span ? `${paint('bold', `${span.file}:${span.start.line}:${span.start.column}`)}  ` : '';
  const mark = paint(severity === 'error' ? ['red', 'bold'] : ['yellow', 'bold'], severity);
  const head = `${place}${mark}  ${message}  ${paint('dim', `[${code}]`)}`;
  const frame = span && sourceText !== undefined ? ['', codeFrame(sourceText, span, options)] : [];
  const foot = hint ? [`     ${paint('cyan', 'hint')}  ${hint}`] : [];
  return [head, ...frame, ...foot].join('\n');
}
