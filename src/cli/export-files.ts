import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Exporter, ExportRequest } from '../engine/export/exporter.ts';
import { type ExporterName, exporters } from '../engine/export/registry.ts';
import { loadRunbook, resolveBeside } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Plan } from '../engine/model/plan.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { plan } from '../engine/plan/plan.ts';
import { cannotWrite } from './cannot-write.ts';
import { exitCodes } from './exit-codes.ts';
import { findFilesOrLabs } from './find-files.ts';
import type { Io } from './io.ts';
import { complain, isError, isPlainPage } from './prepare.ts';
import { sayDocument } from './say.ts';
import { usageError } from './usage-error.ts';

export type ExportOptions = ExportRequest['options'] & {
  readonly to: ExporterName;
  readonly output?: string;
};

/** Writes what runs the same elsewhere. @returns The code to exit with. */
export async function exportFiles(names: readonly string[], options: ExportOptions, io: Io): Promise<number> {
  const { to, output, ...more } = options;
  checkOptions(to, more);
  const { runbooks, diagnostics } = load(names, to, io);
  if (diagnostics.length > 0) return complain(diagnostics, runbooks, io);
  const planned = runbooks.map((runbook) => plan([runbook], { interactive: false }, resolveBeside));
  const plans = planned.map((one) => one.plan);
  const unplanned = distinct(planned.flatMap((one) => one.diagnostics.filter(isError)));
  const exporter = await exporters[to].load();
  const request = { plans, root: io.cwd, options: { ...more, ...included(more, io) } };
  const made = unplanned.length > 0 ? { diagnostics: unplanned } : exporter.write(request);
  if ('diagnostics' in made) return complain(made.diagnostics, runbooksOf(plans), io);
  put(made.text, exporter, output, io);
  return exitCodes.passed;
}

/** What several runbooks require is looked at with each of them. */
const distinct = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values(),
];

const runbooksOf = (plans: readonly Plan[]): readonly Runbook[] =>
  plans.flatMap((one) => one.runbooks.map(({ runbook }) => runbook));

/** @throws RunbookError for an option that is for another form. */
function checkOptions(to: ExporterName, given: ExportRequest['options']): void {
  const own: readonly string[] = exporters[to].options;
  const strange = Object.keys(given).find((name) => !own.includes(name));
  if (strange === undefined) return;
  const flag = `--${strange.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usageError(`\`${flag}\` is not for \`--to ${to}\``, 'Leave it out.');
}

type Read = { readonly runbooks: readonly Runbook[]; readonly diagnostics: readonly Diagnostic[] };

/** The runbooks that were asked for, and what is wrong with them. In folders, plain pages are passed over. */
function load(names: readonly string[], to: ExporterName, io: Io): Read {
  const files = findFilesOrLabs(names, io.cwd);
  if (!exporters[to].several && files.length !== 1)
    throw usageError(
      `\`${names.join(' ')}\` is not one file`,
      'Export runbooks one by one; what one requires comes with it.',
    );
  const loaded = files
    .map((file) => ({ ...file, ...loadRunbook(file) }))
    .filter((file) => !file.listed || !isPlainPage(file));
  if (loaded.length === 0)
    throw usageError('No file with a block that can run is there', 'See `runbook list`.');
  return {
    runbooks: loaded.map(({ runbook }) => runbook),
    diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics.filter(isError)),
  };
}

/** Absolute paths of what goes along. @throws RunbookError when something isn't there. */
function included({ include }: ExportRequest['options'], io: Io): Pick<ExportRequest['options'], 'include'> {
  if (include === undefined) return {};
  const missing = include.find((path) => !existsSync(resolve(io.cwd, path)));
  if (missing !== undefined)
    throw usageError(`There is no \`${missing}\` to go along`, 'Name a file or a folder that is there.');
  return { include: include.map((path) => resolve(io.cwd, path)) };
}

function put(text: string, exporter: Exporter, output: string | undefined, io: Io): void {
  if (output === undefined) {
    sayDocument(io.out, text);
    return;
  }
  const path = resolve(io.cwd, output);
  try {
    if (existsSync(path) && !readFileSync(path, 'utf8').includes(exporter.mark))
      throw new Error('it is there and was not exported');
    writeFileSync(path, text);
    if (exporter.executable) chmodSync(path, 0o755);
  } catch (error) {
    throw cannotWrite(
      `\`${output}\` cannot be written`,
      error,
      'Name a file that is not there yet, or one that was exported before.',
    );
  }
}
