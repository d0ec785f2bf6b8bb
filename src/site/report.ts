import type { VFile } from 'vfile';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Page, RemarkRunbookOptions } from './page.ts';

/** Makes diagnostics messages of a file, at the same line and column. @throws VFileMessage at the first error. */
export function report(file: VFile, diagnostics: readonly Diagnostic[]): void {
  for (const { code: ruleId, severity, message, hint, span, diff } of diagnostics) {
    // What is wrong in the record has its place there.
    const isElsewhere = span?.file.endsWith('.record.json');
    const place = span && !isElsewhere && { start: span.start, end: span.end };
    const where = isElsewhere ? [`${span?.file}:${span?.start.line}:${span?.start.column}`] : [];
    const reason = [...where, message, ...(diff ? [`\n${diff}\n`] : []), ...(hint ? [hint] : [])].join(' ');
    const about = { ...(place ? { place } : {}), source: 'runbook', ruleId };
    if (severity === 'error') file.fail(reason, about);
    else if (severity === 'note') file.info(reason, about);
    else file.message(reason, about);
  }
}

/** Faults of records as a site asked for them: with `drift: 'warn'` they fail nothing. */
export function asAsked(
  faults: readonly Diagnostic[],
  { drift }: RemarkRunbookOptions,
): readonly Diagnostic[] {
  return drift === 'warn' ? faults.map((each) => ({ ...each, severity: 'warning' })) : faults;
}

/** What a build has to say of records that it publishes all the same, for a terminal or a log. */
export function driftTold(pages: readonly Page[]): readonly string[] {
  return pages.flatMap(({ drift, runbook: { source }, options }) =>
    asAsked(drift, options).map((fault) => {
      const isHere = fault.span?.file === source.file;
      return formatDiagnostic(fault, isHere ? source.text : undefined, { color: false });
    }),
  );
}
