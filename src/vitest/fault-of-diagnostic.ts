import { resolve } from 'node:path';
import { type Diagnostic, formatDiagnostic } from '../engine/index.ts';
import type { Fault } from './messages.ts';

/** Something wrong with a page or with what it runs against; vitest shows the lines around its place. */
export function faultOfDiagnostic(diagnostic: Diagnostic, root: string): Fault {
  const { span } = diagnostic;
  const { line, column } = span?.start ?? {};
  const place = span && line && column ? [{ path: resolve(root, span.file), line, column }] : [];
  return { message: formatDiagnostic(diagnostic, undefined, { color: false }), places: place };
}
