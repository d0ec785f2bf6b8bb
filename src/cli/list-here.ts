import { printable } from '../engine/diagnostics/printable.ts';
import { loadRunbook } from '../engine/load.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { counted, painter } from '../engine/report/style.ts';
import { exitCodes } from './exit-codes.ts';
import { findAllFiles, findFiles, findLabs } from './find-files.ts';
import type { Io } from './io.ts';
import { isPlainPage } from './prepare.ts';
import { say } from './say.ts';
import { verifiedText } from './verified-text.ts';

export type ListOptions = { readonly json?: true; readonly badge?: string };

/** Lists the runbooks that are named, else those of this folder or the labs of the package. @returns The code to exit with. */
export async function listHere(
  names: readonly string[],
  { json, badge }: ListOptions,
  io: Io,
): Promise<number> {
  const own = names.length > 0 ? findFiles(names, io.cwd) : findAllFiles(io.cwd);
  const found = own.length > 0 || names.length > 0 ? own : findLabs();
  const loaded = found.map((file) => ({ file: file.file, ...loadRunbook(file) }));
  const runbooks = loaded.filter((page) => !isPlainPage(page));
  if (badge !== undefined) {
    const { writeBadges } = await import('./write-badges.ts');
    writeBadges(
      badge,
      runbooks.map(({ runbook }) => runbook),
      io,
    );
    return exitCodes.passed;
  }
  if (json) {
    const { listJson } = await import('./list-json.ts');
    io.out.write(listJson(runbooks));
    return exitCodes.passed;
  }
  const width = Math.max(0, ...runbooks.map(({ file }) => file.length));
  const paint = painter(io.out.color);
  for (const { file, runbook, diagnostics } of runbooks) {
    const broken = diagnostics.some(({ severity }) => severity === 'error')
      ? paint('red', '  has errors')
      : '';
    say(io.out, `${paint('bold', file.padEnd(width))}  ${describe(runbook)}${broken}`);
    const { description } = runbook.meta;
    const below = (text: string) => say(io.out, `${' '.repeat(width)}  ${text}`);
    if (description !== undefined) below(paint('dim', printable(description)));
    for (const line of verifiedText(runbook, paint)) below(line);
  }
  if (runbooks.length === 0 && names.length > 0) say(io.out, `There are no runbooks in ${names.join(', ')}.`);
  else if (own.length === 0)
    say(
      io.err,
      'There are no runbooks under `runbooks/`; these are in the package, and run as `labs/lab2.md`.',
    );
  else if (runbooks.length === 0) io.out.write('There are no runbooks under `runbooks/`.\n');
  return exitCodes.passed;
}

function describe({ title, steps }: Runbook): string {
  return `${printable(title)} (${counted(steps.length, 'step')})`;
}
