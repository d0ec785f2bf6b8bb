import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { RunRecord } from '../engine/model/record.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import type { Standing } from '../engine/record/standing.ts';
import type { RemarkRunbookOptions } from './page.ts';

/** What was read of a page: `told` is everything to report of it, in order. */
export type Reading = {
  readonly runbook: Runbook;
  readonly told: readonly Diagnostic[];
  readonly record?: RunRecord;
  readonly standings: readonly Standing[];
  readonly drift: readonly Diagnostic[];
};

/** By the path of the page, with the text that it was read from; there is no reading of what is no runbook. */
type Readings = Map<string, { readonly text: string; readonly reading: Reading | undefined }>;

/** Of each site that is being built, by its options. */
const kept = new WeakMap<RemarkRunbookOptions, Readings>();

/**
 * For the time of one build, which takes every file as it is when it is first read: a page is judged before the build,
 * rendered, and its manifests are written, and all three need what is read of it.
 */
export function keepReadings(options: RemarkRunbookOptions): void {
  kept.set(options, new Map());
}

/** What was read of a page before in this build, or what `read` reads. */
export function readOnce(
  options: RemarkRunbookOptions,
  { path, text }: { readonly path: string; readonly text: string },
  read: () => Reading | undefined,
): Reading | undefined {
  const readings = kept.get(options);
  if (readings === undefined) return read();
  const before = readings.get(path);
  if (before?.text === text) return before.reading;
  const reading = read();
  readings.set(path, { text, reading });
  return reading;
}
