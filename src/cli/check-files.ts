import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { checkEach } from './check-each.ts';
import { checkFormats } from './check-formats/registry.ts';
import { checkedOrphans } from './checked-orphans.ts';
import { exitCodeOfDiagnostics } from './exit-codes.ts';
import { findAllFiles, findFilesOrLabs } from './find-files.ts';
import type { Io } from './io.ts';
import { usageError } from './usage-error.ts';

export type CheckOptions = {
  readonly format: keyof typeof checkFormats;
  readonly strict?: boolean;
  readonly skipPlain?: boolean;
  readonly requireRecord?: boolean;
  readonly maxAge?: number;
  readonly acceptProse?: boolean;
};

/** Finds mistakes in files and differences from their records. @returns The code to exit with. */
export async function checkFiles(names: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { format, strict, skipPlain = false } = options;
  const found = names.length > 0 ? findFilesOrLabs(names, io.cwd) : findAllFiles(io.cwd);
  if (found.length === 0)
    throw usageError('There are no runbooks here', 'Name a file, or put runbooks into `runbooks/`.');
  if (options.acceptProse) {
    const { acceptProse } = await import('./accept-prose.ts');
    return acceptProse(found, io);
  }
  const { requireRecord = false, maxAge } = options;
  const rules = {
    skipPlain,
    requireRecord,
    age: { now: new Date(), ...(maxAge ? { maxAgeDays: maxAge } : {}) },
  };
  const checked = [
    ...(await checkEach(found.map((file) => ({ ...file, ...rules })))),
    ...checkedOrphans(names.length > 0 ? names : ['runbooks'], io.cwd),
  ];
  const files = checked.map(({ diagnostics, ...file }) => {
    return { ...file, diagnostics: strict ? diagnostics.map(asError) : diagnostics };
  });
  checkFormats[format]({ files }, io);
  return exitCodeOfDiagnostics(files.flatMap(({ diagnostics }) => diagnostics));
}

function asError(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'note' ? diagnostic : { ...diagnostic, severity: 'error' };
}
