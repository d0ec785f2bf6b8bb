import type { DiagnosticCode } from './codes.ts';
import type { Span } from './source.ts';

/** An error hinders a run, a warning is probably a mistake; a note is worth knowing, and no mistake even for `--strict`. */
export type Severity = 'error' | 'warning' | 'note';

/**
 * Something wrong with a document, an option or the environment; never an unmet expectation.
 * `hint` is one imperative sentence that says how to fix it.
 */
export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span;
  readonly hint?: string;
  /** Lines of a unified diff that show it, without a head; no line end at the end. */
  readonly diff?: string;
};
