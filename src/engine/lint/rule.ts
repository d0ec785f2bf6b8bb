import type { DiagnosticCode } from '../model/codes.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Span } from '../model/source.ts';
import type { Page } from '../parse/page.ts';

/**
 * What a rule has to complain about: what is wrong, where, and how to fix it. `severity` is given where it isn't the
 * rule's own.
 */
export type Fault = {
  readonly message: string;
  readonly hint: string;
  readonly span: Span;
  readonly severity?: Diagnostic['severity'];
};

/** Takes in what a rule finds. */
export type ReportFault = (fault: Fault) => void;

/**
 * One thing to complain about in a page that could be read. Pure, and independent of the other rules: what `check`
 * reports follows from the page alone.
 */
export type Rule = {
  readonly code: DiagnosticCode;
  readonly severity: Diagnostic['severity'];
  /** Asked only about pages in which nothing else is an error, which would explain it. */
  readonly onlyIfSound?: true;
  check(page: Page, report: ReportFault): void;
};
