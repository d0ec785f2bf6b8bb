import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { type Loaded, loadRunbook, resolveBeside } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Plan } from '../engine/model/plan.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { plan } from '../engine/plan/plan.ts';
import { counted } from '../engine/report/style.ts';
import { type Chosen, choose } from '../targets/choose.ts';
import { exitCodeOfDiagnostics } from './exit-codes.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { Io } from './io.ts';
import { checkClusterNames, namedClusters, type TargetOptions } from './target-options.ts';
import { usageError } from './usage-error.ts';

export type SelectOptions = {
  readonly from?: string;
  readonly until?: string;
  readonly only: readonly string[];
  readonly timeout?: number;
  /** Whether a person can be asked to do `manual` blocks. */
  readonly interactive?: boolean;
};

/** A plan and what it would run against, or the code to exit with, the reasons having been printed. */
type Prepared = { readonly plan: Plan; readonly chosen: Chosen } | { readonly exitCode: number };

/** Reads, parses and plans what the arguments name, and chooses the target. Nothing is touched. */
export function prepare(names: readonly string[], options: SelectOptions & TargetOptions, io: Io): Prepared {
  const loaded = runnable(findFiles(names, io.cwd).map((file) => ({ ...file, ...loadRunbook(file) })));
  if (loaded.length === 0)
    throw usageError('No file with a block that can run is there', 'See `runbook list`.');
  const runbooks = loaded.map(({ runbook }) => runbook);
  const clusters = namedClusters(options, io);
  const { from, until, only, timeout, interactive = false } = options;
  const selection = {
    interactive,
    only,
    clusters,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
  const parsed = loaded.flatMap(({ diagnostics }) => diagnostics);
  const planned = hasErrors(parsed) ? undefined : plan(runbooks, selection, resolveBeside);
  const diagnostics = [...parsed, ...(planned?.diagnostics ?? [])].filter(isError);
  if (planned === undefined || diagnostics.length > 0)
    return { exitCode: complain(diagnostics, runbooks, io) };
  mentionWarnings(parsed.length, names, io);
  checkClusterNames(options, planned.plan.clusters);
  const { target, latency } = options;
  const named = new Set(Object.keys(clusters));
  const chosen = choose(planned.plan.clusters, { target, latency, named, env: io.env });
  return { chosen, plan: { ...planned.plan, clusters: chosen.clusters } };
}

/** A run doesn't repeat what `check` says, but nobody should miss that there is something. */
function mentionWarnings(count: number, names: readonly string[], io: Io): void {
  if (count === 0) return;
  io.err.write(`${counted(count, 'warning')}; \`runbook check ${names.join(' ')}\` shows what and where.\n`);
}

/** Prints diagnostics with their place in the source. @returns The code to exit with. */
export function complain(diagnostics: readonly Diagnostic[], runbooks: readonly Runbook[], io: Io): number {
  const texts = new Map(runbooks.map(({ source }) => [source.file, source.text]));
  for (const diagnostic of diagnostics) {
    const text = texts.get(diagnostic.span?.file ?? '');
    io.err.write(`${formatDiagnostic(diagnostic, text, io.err)}\n`);
  }
  return exitCodeOfDiagnostics(diagnostics);
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Files that nobody named themselves may be plain pages: a README beside the runbooks. */
function runnable<T extends FoundFile & Loaded>(files: readonly T[]): readonly T[] {
  return files.filter(
    ({ listed, diagnostics }) => !listed || !diagnostics.some(({ code }) => isPlainPage(code)),
  );
}

/** Whether a document has nothing to do with us. */
export function isPlainPage(code: Diagnostic['code']): boolean {
  return code === 'parse/no-runnable-block' || code === 'parse/empty-document';
}
