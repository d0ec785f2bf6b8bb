import type { RecordedOutput, RunRecord } from '../model/record.ts';
import { printsAnything, type RecordedPlace } from './recorded-places.ts';
import { settled, withoutNames } from './settled.ts';

/** A line as it was printed, and with what differs from run to run made the same in all. */
type ComparableLine = { readonly text: string; readonly settled: string };

/** A condition of an applied object: what it is at the first look is a matter of time. */
const condition = /^ {2}\w+=\w+/;

/** The lines of an output that are to be the same in every run, on a cluster that has these names of its own. */
export function comparable(
  output: RecordedOutput | undefined,
  place: RecordedPlace,
  ownNames: readonly string[],
): readonly ComparableLine[] {
  if (output === undefined || printsAnything(place)) return [];
  const { lines, omitted } = output;
  const isApplied = place.statement.action.kind === 'apply';
  const shown =
    omitted === undefined ? lines : lines.toSpliced(omitted.after, 0, `… ${omitted.lines} more lines`);
  const plain = withoutNames(ownNames);
  return withoutPem(shown).flatMap((text) => {
    const same = isApplied && condition.test(text) ? undefined : settled(plain(text));
    return same === undefined ? [] : [{ text, settled: same }];
  });
}

/** Lines without what stands between the first and the last line of a certificate, which each cluster has of its own. */
function withoutPem(lines: readonly string[]): readonly string[] {
  let inside = false;
  return lines.filter((line) => {
    if (line.includes('-----END CERTIFICATE-----')) inside = false;
    const kept = !inside;
    if (line.trim().endsWith('-----BEGIN CERTIFICATE-----')) inside = true;
    return kept;
  });
}

/** What a statement printed, and the names that its cluster alone has. */
export type Printed = { readonly output: RecordedOutput | undefined; readonly ownNames: readonly string[] };

/** Whether two outputs of a statement differ only in what doesn't matter. */
export function isLike(one: Printed, other: Printed, place: RecordedPlace): boolean {
  const [lines, others] = [one, other].map(({ output, ownNames }) => comparable(output, place, ownNames));
  if (lines === undefined || others === undefined) return false;
  return lines.length === others.length && lines.every((line, at) => line.settled === others[at]?.settled);
}

/** Names that only the clusters of a record have. */
export function ownNamesOf({ target }: RunRecord): readonly string[] {
  return Object.values(target.clusters).flatMap(({ ownNames = [] }) => ownNames);
}
