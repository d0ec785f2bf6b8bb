import type { Source } from '../model/source.ts';
import { loadRecord } from './load-record.ts';

/** What has no clusters runs everywhere alike: it is no target of its own. */
const nowhere = 'local';

/**
 * The name of the record that a run on a target is about, where nobody gave one: the record without a name, unless that
 * is of another target. A run on clusters doesn't write over what the sandbox showed, nor the other way.
 */
export function labelOfRun(source: Pick<Source, 'file' | 'path'>, target: string): string | undefined {
  const recorded = loadRecord(source).record?.target.name ?? target;
  return recorded === target || recorded === nowhere || target === nowhere ? undefined : target;
}
