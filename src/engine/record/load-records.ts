import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunRecord } from '../model/record.ts';
import type { Source } from '../model/source.ts';
import { type LoadedRecord, loadRecord } from './load-record.ts';
import { labelOfName, pageStems, recordLabel } from './record-name.ts';

/** A record with the name it was given, `kind-1.33`; the one beside the page without a name has none. */
export type NamedRecord = LoadedRecord & { readonly label?: string };

/** All records of a runbook: the one without a name first, then the others by their names. */
export function loadRecords(source: Pick<Source, 'file' | 'path'>): readonly NamedRecord[] {
  return labelsOf(source.path).map((label) => ({
    ...loadRecord(source, label),
    ...(label === undefined ? {} : { label }),
  }));
}

/** Whether anything was recorded of a page, under whatever name. */
export const isRecorded = (path: string): boolean => labelsOf(path).length > 0;

function labelsOf(path: string): readonly (string | undefined)[] {
  const folder = dirname(path);
  const page = basename(path);
  const stem = page.replace(/\.\w+$/, '');
  const names = filesIn(folder).filter(
    (name) => name.startsWith(`${stem}.`) && name.endsWith('.record.json') && isOf(name, stem, folder),
  );
  const labels = names.map((name) => labelOfName(name, page)).filter((label) => label !== undefined);
  const own = labels.filter((label) => recordLabel.test(label)).toSorted();
  return names.length > labels.length ? [undefined, ...own] : own;
}

/** `a.b.record.json` is of `a.b.md` where that is there. */
function isOf(name: string, stem: string, folder: string): boolean {
  const page = pageStems(name).find((each) => hasPage(join(folder, each)));
  return page === undefined || page === stem;
}

/** Whether there is a page, by its path without its ending. */
export const hasPage = (stem: string): boolean =>
  ['.md', '.mdx', '.markdown'].some((extension) => existsSync(stem + extension));

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * The record that a page shows, of those that can be read: one of real clusters before a simulated one, then the newest.
 */
export function shownRecord<R extends NamedRecord>(
  records: readonly R[],
): (R & { readonly record: RunRecord }) | undefined {
  const readable = records.filter(
    (each): each is R & { readonly record: RunRecord } => each.record !== undefined,
  );
  return readable.toSorted(
    ({ record: one }, { record: other }) =>
      Number(one.target.simulated) - Number(other.target.simulated) ||
      (one.verified < other.verified ? 1 : one.verified > other.verified ? -1 : 0),
  )[0];
}
