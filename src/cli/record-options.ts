import type { SelectOptions } from './prepare.ts';
import { usageError } from './usage-error.ts';

/** Whether records are written, or the run is compared with them. */
export type RecordOptions = { readonly record?: boolean; readonly verifyRecord?: boolean };

export type RecordWish = 'record' | 'verify';

/** Options that a record can't be made with. */
type Others = Partial<SelectOptions> & {
  readonly dryRun?: boolean;
  readonly update?: 'ask' | 'all';
  readonly patch?: string;
};

/** What is wanted of records, if anything. @throws RunbookError for what doesn't go with it. */
export function recordWish(options: RecordOptions & Others): RecordWish | undefined {
  const { record, verifyRecord } = options;
  if (!record && !verifyRecord) return undefined;
  if (record && verifyRecord) {
    throw usageError(
      '`--record` writes what `--verify-record` would compare with',
      'Give one of them: `--verify-record` changes nothing.',
    );
  }
  const name = record ? '--record' : '--verify-record';
  const part = (['from', 'until', 'only'] as const).find((key) => isGiven(options[key]));
  if (part !== undefined)
    throw usageError(
      `\`${name}\` is about whole runbooks, and \`--${part}\` runs a part`,
      `Leave \`--${part}\` out.`,
    );
  if (options.dryRun)
    throw usageError(`\`--dry-run\` runs nothing that \`${name}\` could look at`, 'Give one of them.');
  if (options.update || options.patch !== undefined)
    throw usageError(
      `\`--update\` may change the page that \`${name}\` is about`,
      `Run it once more with \`${name}\` afterwards.`,
    );
  return record ? 'record' : 'verify';
}

function isGiven(value: string | readonly string[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
