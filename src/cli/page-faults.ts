import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Age } from '../engine/record/stale.ts';
import { checkFile } from './check-file.ts';
import { text } from './check-formats/text.ts';
import { checkedOrphans } from './checked-orphans.ts';
import { exitCodeOfDiagnostics } from './exit-codes.ts';
import type { FoundFile } from './find-files.ts';
import type { Io } from './io.ts';
import { isError } from './prepare.ts';
import { usageError } from './usage-error.ts';

type Rules = {
  /** Pages with nothing to run are pages too. */
  readonly plain?: boolean;
  readonly requireRecord?: boolean;
  readonly maxAge?: number;
};

/**
 * Which pages can be shown, of the names that were given, and the code to exit with if any can't: what `check` finds as
 * an error is said as it says it, so that nothing is published that a run would refuse or a record contradicts. What a
 * record only warns of is said too.
 * @throws RunbookError when there is nothing to show.
 */
export function pageFaults(
  { names, found }: { readonly names: readonly string[]; readonly found: readonly FoundFile[] },
  { plain = false, requireRecord = false, maxAge }: Rules,
  io: Io,
): { readonly files: readonly FoundFile[]; readonly exitCode: number } {
  const age: Age = { now: new Date(), ...(maxAge ? { maxAgeDays: maxAge } : {}) };
  const checked = found.map((file) => ({ file, results: checkFile({ ...file, requireRecord, age }) }));
  const shown = checked.filter(
    ({ file, results }) => plain || !file.listed || results.some((each) => !each.plain),
  );
  if (shown.length === 0)
    throw usageError('No file with a block that can run is there', 'See `runbook list`.');
  const faulty = [...shown.flatMap(({ results }) => results), ...checkedOrphans(names, io.cwd)]
    .map((each) => ({ ...each, diagnostics: each.diagnostics.filter(isTold) }))
    .filter(({ diagnostics }) => diagnostics.length > 0);
  if (faulty.length > 0) text({ files: faulty }, { ...io, out: io.err });
  return {
    files: shown.map(({ file }) => file),
    exitCode: exitCodeOfDiagnostics(faulty.flatMap(({ diagnostics }) => diagnostics)),
  };
}

function isTold(found: Diagnostic): boolean {
  return isError(found) || found.code.startsWith('record/');
}
