import type { Diagnostic } from '../model/diagnostic.ts';
import type { Options } from './block-options.ts';
import type { Report } from './report.ts';

type Conflict = {
  readonly options: readonly [string, string];
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint: string;
};

const conflicts: readonly Conflict[] = [
  {
    options: ['cleanup', 'manual'],
    severity: 'error',
    message: '`cleanup` runs in any case, and `manual` waits for a person who may not be there.',
    hint: 'Keep one of them.',
  },
  {
    options: ['skip', 'cleanup'],
    severity: 'warning',
    message: 'With `skip` this cleanup never runs: what it would remove stays behind.',
    hint: 'Remove `skip` or `cleanup`.',
  },
  {
    options: ['skip', 'manual'],
    severity: 'warning',
    message: '`skip` leaves the block to nobody, `manual` to a person.',
    hint: 'Keep one of them.',
  },
  {
    options: ['cleanup', 'delete'],
    severity: 'error',
    message: '`cleanup` applies the manifest at the end, where `delete` takes it away again.',
    hint: 'Keep `delete` to have it for the time of the run.',
  },
];

/** Reports pairs of options that make no sense together, at the later one. */
export function reportConflicts(options: Options, report: Report): void {
  for (const { options: pair, severity, message, hint } of conflicts) {
    const [one, other] = [options.get(pair[0]), options.get(pair[1])];
    if (!one || !other) continue;
    const span = one.span.start.offset > other.span.start.offset ? one.span : other.span;
    report({ code: 'parse/conflicting-options', severity, message, hint, span });
  }
}
