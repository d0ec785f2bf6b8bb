import { recordLabel } from '../engine/record/record-name.ts';
import type { SelectOptions } from './prepare.ts';
import { usageError } from './usage-error.ts';

/** Whether records are written, or the run is compared with them, and under which name. */
export type RecordOptions = {
  readonly record?: boolean;
  readonly recordAs?: string;
  readonly verifyRecord?: boolean;
};

/** `label`: the name of the records; without one the target decides. */
export type RecordWish = { readonly does: 'record' | 'verify'; readonly label?: string };

/** Options that a record can't be made with. */
type Others = Partial<SelectOptions> & {
  readonly dryRun?: boolean;
  readonly update?: 'ask' | 'all';
  readonly patch?: string;
};

/** What is wanted of records, if anything. @throws RunbookError for what doesn't go with it. */
export function recordWish(options: RecordOptions & Others): RecordWish | undefined {
  const { recordAs: label, verifyRecord } = options;
  const record = options.record || (label !== undefined && !verifyRecord);
  if (!record && !verifyRecord) return undefined;
  if (record && verifyRecord) {
    throw usageError(
      '`--record` writes what `--verify-record` would compare with',
      'Give one of them: `--verify-record` changes nothing.',
    );
  }
  refuseLabel(label);
  const name = !record ? '--verify-record' : options.record ? '--record' : '--record-as';
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
  return { does: record ? 'record' : 'verify', ...(label === undefined ? {} : { label }) };
}

function refuseLabel(label: string | undefined): void {
  if (label === undefined || recordLabel.test(label)) return;
  throw usageError(
    `\`--record-as\` takes a word for the name of a file, not \`${label}\``,
    'Use letters, digits, `.`, `-` and `_`, such as `--record-as kind-1.33`.',
  );
}

function isGiven(value: string | readonly string[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}
