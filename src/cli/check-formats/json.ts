import { diagnosticCodes } from '../../engine/model/codes.ts';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import type { Point } from '../../engine/model/source.ts';
import { type CheckFormat, type Counts, countsOf } from './checked.ts';

/**
 * What `runbook check --format json` prints: one object, for editors and scripts. `format` is 1; it changes when a
 * field changes its meaning or goes, and not when one is added.
 */
type CheckReport = {
  readonly format: 1;
  readonly counts: Counts;
  readonly files: readonly FileReport[];
};

/** `file` is the name as it was typed or found, relative to the working directory. */
type FileReport = {
  readonly file: string;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly DiagnosticReport[];
};

/**
 * `title` is what the code stands for, `message` what is wrong here, `hint` how to fix it, `diff` what has
 * changed, in lines of a unified diff. Lines and columns of
 * `start` and `end` count from 1, offsets from 0, in UTF-16 units; `end` is exclusive. A diagnostic that is about no
 * place has neither.
 */
type DiagnosticReport = {
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly title: string;
  readonly message: string;
  readonly hint?: string;
  readonly diff?: string;
  readonly start?: Point;
  readonly end?: Point;
};

/** For machines: one JSON object on standard output. */
export const json: CheckFormat = (checked, { out }) => {
  const report: CheckReport = {
    format: 1,
    counts: countsOf(checked),
    files: checked.files.map((file) => {
      const { errors, warnings } = countsOf({ files: [file] });
      return { file: file.file, errors, warnings, diagnostics: file.diagnostics.map(diagnosticReport) };
    }),
  };
  out.write(`${JSON.stringify(report, undefined, 2)}\n`);
};

function diagnosticReport({ severity, code, message, hint, diff, span }: Diagnostic): DiagnosticReport {
  const place = span ? { start: span.start, end: span.end } : {};
  const more = { ...(hint ? { hint } : {}), ...(diff ? { diff } : {}) };
  return { severity, code, title: diagnosticCodes[code], message, ...more, ...place };
}
