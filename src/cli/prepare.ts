import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { type Loaded, loadRunbook, resolveBeside } from '../engine/load.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Plan } from '../engine/model/plan.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { plan } from '../engine/plan/plan.ts';
import { unknownVariants } from '../engine/plan/variants.ts';
import { counted } from '../engine/report/style.ts';
import { type Chosen, choose } from '../targets/choose.ts';
import { describedImages, opaquePolicy } from '../targets/images.ts';
import { exitCodeOfDiagnostics } from './exit-codes.ts';
import { type FoundFile, findFilesOrLabs } from './find-files.ts';
import type { Io } from './io.ts';
import type { Choices, Pairs } from './options.ts';
import { say } from './say.ts';
import { checkClusterNames, namedClusters, type TargetOptions } from './target-options.ts';
import { usageError } from './usage-error.ts';

export type SelectOptions = {
  readonly from?: string;
  readonly until?: string;
  readonly only: readonly string[];
  /** What to take of several ways. */
  readonly variant?: Choices;
  readonly timeout?: number;
  /** Variables given for this run. */
  readonly env?: Pairs;
  /** Whether a person can be asked to do `manual` blocks. */
  readonly interactive?: boolean;
  /** Whether a person can type at the terminals of `tty` blocks. */
  readonly terminal?: boolean;
  /** An `output` fence may be empty: the run is to fill it. */
  readonly fills?: boolean;
  /** Another process has mentioned the warnings. */
  readonly asPart?: boolean;
};

/** What would run against what; `runbooks` are those that were asked for. */
export type Planned = {
  readonly runbooks: readonly Runbook[];
  readonly plan: Plan;
  readonly chosen: Chosen;
};

/** What would run, or the code to exit with, the reasons having been printed. */
type Prepared<T> = T | { readonly exitCode: number };

type Options = SelectOptions & TargetOptions;

/** Reads, parses and plans what the arguments name, and chooses the target. Nothing is touched. */
export function prepare(names: readonly string[], options: Options, io: Io): Prepared<Planned> {
  const prepared = prepareGroups(names, options, io, (loaded) => [loaded]);
  if ('exitCode' in prepared) return prepared;
  const [planned] = prepared.groups;
  if (planned === undefined) throw new Error('a plan for nothing');
  return planned;
}

/** The same with a plan and a target for each file. @throws RunbookError when steps are named of several files. */
export function prepareEach(
  names: readonly string[],
  options: Options,
  io: Io,
): Prepared<{ readonly groups: readonly Planned[] }> {
  return prepareGroups(names, options, io, (loaded) => {
    if (loaded.length > 1) refuseSelection(options);
    return loaded.map((item) => [item]);
  });
}

/** A step is one of some file, and all others would have none of that name. */
function refuseSelection({ from, until, only }: SelectOptions): void {
  if (from === undefined && until === undefined && only.length === 0) return;
  const name = from !== undefined ? '--from' : until !== undefined ? '--until' : '--only';
  throw usageError(
    `\`${name}\` is about one file, and here each of several is run by itself`,
    'Name one file, or leave out `--jobs`, `--shard`, `--retries` and `--bail`.',
  );
}

type LoadedFile = FoundFile & Loaded;

function prepareGroups(
  names: readonly string[],
  options: Options,
  io: Io,
  grouped: (loaded: readonly LoadedFile[]) => readonly (readonly LoadedFile[])[],
): Prepared<{ readonly groups: readonly Planned[] }> {
  const loaded = runnable(
    findFilesOrLabs(names, io.cwd).map((file) => ({ ...file, ...withoutEmpty(loadRunbook(file), options) })),
    io,
  );
  if (loaded.length === 0)
    throw usageError('No file with a block that can run is there', 'See `runbook list`.');
  const parsed = loaded.flatMap(({ diagnostics }) => diagnostics);
  const planned = hasErrors(parsed) ? [] : grouped(loaded).map((group) => planOf(group, options, io));
  const all = planned.flatMap((item) => item.plan.runbooks.map(({ runbook }) => runbook));
  // Of several files that run by themselves one need have it.
  const unknown = planned.length === 0 || options.asPart ? [] : unknownVariants(all, options.variant);
  const found = [...parsed, ...planned.flatMap((item) => item.diagnostics), ...unknown];
  const diagnostics = distinct(found.filter(isError));
  const runbooks = loaded.map(({ runbook }) => runbook);
  if (diagnostics.length > 0) return { exitCode: complain(diagnostics, runbooks, io) };
  const warnings = parsed.filter(({ severity, code }) => severity === 'warning' && !isAboutTarget(code));
  if (!options.asPart) mentionWarnings(warnings.length, names, io);
  checkClusterNames(options, Object.assign({}, ...planned.map((item) => item.plan.clusters)));
  const groups = planned.map((item) => withTarget(item, options, io));
  const isLocal = groups.some(({ chosen }) => chosen.target.name === 'local');
  if (isLocal && !options.asPart)
    complain(
      parsed.filter(({ code }) => isAboutTarget(code)),
      runbooks,
      io,
    );
  return { groups };
}

/** An empty fence is what an update is for. */
function withoutEmpty({ runbook, diagnostics }: Loaded, { fills }: SelectOptions): Loaded {
  if (!fills) return { runbook, diagnostics };
  return { runbook, diagnostics: diagnostics.filter(({ code }) => code !== 'parse/empty-output') };
}

/** Whether it depends on the target that a run takes if something is wrong. */
function isAboutTarget(code: Diagnostic['code']): boolean {
  return code === 'parse/no-cluster';
}

type PlannedGroup = Omit<Planned, 'chosen'> & { readonly diagnostics: readonly Diagnostic[] };

function planOf(loaded: readonly LoadedFile[], options: Options, io: Io): PlannedGroup {
  const {
    from,
    until,
    only,
    variant = {},
    timeout,
    interactive = false,
    terminal = false,
    env = {},
  } = options;
  const selection = {
    interactive,
    terminal,
    only,
    variants: variant,
    clusters: namedClusters(options, io),
    given: [...namesIn(io.env), ...Object.keys(env)],
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
  };
  const runbooks = loaded.map(({ runbook }) => runbook);
  return { runbooks, ...plan(runbooks, selection, resolveBeside) };
}

/** Names of the variables of an environment that are set. */
function namesIn(env: Io['env']): readonly string[] {
  return Object.keys(env).filter((name) => env[name] !== undefined);
}

function withTarget({ runbooks, plan: planned }: PlannedGroup, options: Options, io: Io): Planned {
  const { target, latency, protect = [], allow } = options;
  const named = new Set(Object.keys(namedClusters(options, io)));
  const all = planned.runbooks.map(({ runbook }) => runbook);
  const chosen = choose(planned.clusters, {
    target,
    latency,
    opaque: opaquePolicy(all, options.images),
    described: describedImages(all),
    named,
    protect,
    allow,
    env: io.env,
  });
  return { runbooks, chosen, plan: { ...planned, clusters: chosen.clusters } };
}

/** What several files require has its faults told once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((item) => [JSON.stringify(item), item])).values()];
}

/** A run doesn't repeat what `check` says, but nobody should miss that there is something. */
function mentionWarnings(count: number, names: readonly string[], io: Io): void {
  if (count === 0) return;
  say(io.err, `${counted(count, 'warning')}; \`runbook check ${names.join(' ')}\` shows what and where.`);
}

/** Prints diagnostics with their place in the source. @returns The code to exit with. */
export function complain(diagnostics: readonly Diagnostic[], runbooks: readonly Runbook[], io: Io): number {
  const texts = new Map(runbooks.map(({ source }) => [source.file, source.text]));
  for (const diagnostic of diagnostics) {
    const text = texts.get(diagnostic.span?.file ?? '');
    say(io.err, formatDiagnostic(diagnostic, text, io.err));
  }
  return exitCodeOfDiagnostics(diagnostics);
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Files that nobody named themselves may be plain pages: a README beside the runbooks, most pages of a site. */
function runnable<T extends FoundFile & Loaded>(files: readonly T[], { err }: Io): readonly T[] {
  const found = files.filter((file) => !file.listed || !isPlainPage(file));
  const left = files.length - found.length;
  if (left > 0 && found.length > 0) say(err, `${counted(left, 'file')} with nothing to run left out.`);
  return found;
}

/** Whether a document has nothing that could run. */
export function isPlainPage({ runbook, diagnostics }: Loaded): boolean {
  return runbook.steps.length === 0 || diagnostics.some(({ code }) => isAboutPlainPage(code));
}

/** Whether it is said of a document that nothing in it could run. */
export function isAboutPlainPage(code: Diagnostic['code']): boolean {
  return code === 'parse/no-runnable-block' || code === 'parse/empty-document';
}
