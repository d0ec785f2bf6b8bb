import { DiagnosticSeverity, type Diagnostic as Shown } from 'vscode-languageserver/node';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { rangeOf } from './ranges.ts';

const severities: Readonly<Record<Diagnostic['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

const start = { line: 0, character: 0 };

/** A diagnostic as editors show it: the way to fix it stands below what is wrong. */
export function shownDiagnostic({ code, severity, message, hint, span }: Diagnostic): Shown {
  return {
    source: 'runbook',
    code,
    severity: severities[severity],
    message: hint === undefined ? message : `${message}\n${hint}`,
    range: span === undefined ? { start, end: start } : rangeOf(span),
  };
}
