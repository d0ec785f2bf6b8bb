import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordedStatement, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { needsPerson } from '../model/statements.ts';
import { comparable, ownNamesOf } from './comparable.ts';
import { lineDiff } from './line-diff.ts';
import { pairStatements } from './pair-statements.ts';
import { printsAnything, type RecordedPlace, recordedPlaces } from './recorded-places.ts';

/**
 * What came out of a run otherwise than was recorded, an error for each statement: other lines, another exit code, left
 * out or not. What differs from run to run is no difference. Of statements that have changed themselves nothing is said:
 * they are drift.
 */
export function differencesIn(runbook: Runbook, now: RunRecord, before: RunRecord): readonly Diagnostic[] {
  const pairs = pairStatements(now, before);
  const names = { now: ownNamesOf(now), before: ownNamesOf(before) };
  return [...recordedPlaces(runbook, now)].flatMap(([statement, place]) => {
    const earlier = pairs.get(statement);
    const diff = earlier === undefined ? '' : differenceOf(statement, earlier, { place, names });
    if (diff === '') return [];
    const message = `\`${shown(statement)}\` came to something else than on ${before.verified}, when it was recorded.`;
    const hint = `Fix the page, or take this over: \`runbook exec ${runbook.source.file} --record\`.`;
    return [{ code: 'record/differs', severity: 'error', message, span: place.statement.span, diff, hint }];
  });
}

/** Names that only the clusters of the two runs have. */
type Names = { readonly now: readonly string[]; readonly before: readonly string[] };

/** The lines of a diff; empty when nothing that matters differs. */
function differenceOf(
  now: RecordedStatement,
  before: RecordedStatement,
  { place, names }: { readonly place: RecordedPlace; readonly names: Names },
): string {
  if (needsPerson(place.block.options)) return '';
  if (now.outcome !== before.outcome) return `-${ended(before)}\n+${ended(now)}`;
  const exits = !printsAnything(place) && now.exitCode !== before.exitCode;
  const streams = (['stdout', 'stderr'] as const).flatMap((stream) => {
    const old = comparable(before[stream], place, names.before);
    const lines = comparable(now[stream], place, names.now);
    const { diff } = lineDiff(old, lines, (one, other) => one.settled === other.settled);
    const name = stream === 'stderr' ? [' standard error:'] : [];
    return /^[+-]/m.test(diff) ? [...name, diff] : [];
  });
  return [...(exits ? [`-${ended(before)}`, `+${ended(now)}`] : []), ...streams].join('\n');
}

function ended({ outcome, reason, exitCode = 0 }: RecordedStatement): string {
  if (outcome === 'skipped') return reason === undefined ? 'skipped' : `skipped: ${reason}`;
  return `exit code ${exitCode}`;
}

function shown({ source: [first = ''] }: RecordedStatement): string {
  const line = first.trim().replaceAll('`', "'");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
