import type { GivenInputs } from '../../engine/inputs/input-values.ts';
import { inputPrefix } from '../../engine/inputs/named-inputs.ts';
import type { NextText } from '../../engine/run/watch.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFilesOrLabs, isPackaged, standardInput } from '../find-files.ts';
import { settleInputs } from '../inputs/settle-inputs.ts';
import type { Io } from '../io.ts';
import { isAtTerminal, isInCi } from '../own-terminal.ts';
import { type Planned, prepare, prepareEach } from '../prepare.ts';
import { recordWish } from '../record-options.ts';
import { say } from '../say.ts';
import { usageError } from '../usage-error.ts';
import type { ExecOptions } from './exec-options.ts';
import { refuseWithMany, wantsMany } from './many-options.ts';
import { wantsUpdates } from './wants-updates.ts';

/** Of a terminal that is smaller, too little would be left to look at. */
const leastColumns = 40;

/** Runs files: as one run, or each as a run of its own. @returns The code to exit with. */
export function runFiles(files: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  recordWish(options);
  if (options.watch) return runWatching(files, options, io);
  return wantsMany(options) ? runMany(files, options, io) : runTogether(files, options, io);
}

/** One plan and one target for all, in the order given: what builds on another file finds what that has made. */
async function runTogether(files: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  const updates = wantsUpdates(options);
  // What an update proposes is asked for after a run that nobody has to decide anything in.
  const inTerminal = !options.dryRun && !updates && !options.quiet && wantsTerminalUi(options, io);
  if (options.step && !inTerminal && !options.dryRun) refuseStep();
  if (options.cast !== undefined && !inTerminal) refuseCast();
  const terminal = !options.dryRun && isAtTerminal(options, io);
  const prepared = prepare(files, { ...options, interactive: inTerminal, terminal, fills: updates }, io);
  if ('exitCode' in prepared) return prepared.exitCode;
  refuseToWrite([prepared], options, io);
  if (options.dryRun) return showWhatWouldRun([prepared], options, io);
  if (prepared.chosen.notice !== undefined) say(io.err, prepared.chosen.notice);
  const earlier = await earlierOf(options, io);
  const asked = { ...options, ...(earlier === undefined ? {} : { before: earlier.inputs }) };
  const inputs = await settleInputs([prepared], asked, io, { asks: !options.quiet });
  if (io.interruptions.first.aborted) return exitCodes.interrupted;
  const resumed = await earlier?.resumed(prepared);
  const { conductAsPart, conductInTerminal, conductPlainly } = await import('./conduct-one.ts');
  const conducted = { ...prepared, options, inputs, io, ...(resumed === undefined ? {} : { resumed }) };
  if (options.asPart) return conductAsPart(conducted);
  if (inTerminal) return conductInTerminal(conducted);
  announceStop(io);
  return conductPlainly(conducted);
}

/** The run that this one goes on from, if one was asked for. */
async function earlierOf(options: ExecOptions, io: Io) {
  if (options.resume === undefined) return undefined;
  const { earlierRun, inputsOf, resumedBy } = await import('../journal/resume-run.ts');
  const journal = earlierRun(options.resume, io);
  const resumed = (planned: Planned) => resumedBy(journal, planned, { options, io });
  return { inputs: inputsOf(journal), resumed };
}

/** One page, again and again: in one run while that is sound, else in another one. */
async function runWatching(files: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  const { untilSaved, watchPage } = await import('./watch-page.ts');
  const { conductPlainly } = await import('./conduct-one.ts');
  const { first } = io.interruptions;
  const [found, ...others] = findFilesOrLabs(files, io.cwd);
  if (found === undefined || others.length > 0 || found.file === standardInput)
    throw usageError('`--watch` runs one page, whenever it is saved', 'Name one file.');
  announceStop(io);
  for (;;) {
    const prepared = prepare(files, { ...options, terminal: isAtTerminal(options, io) }, io);
    let came = false;
    if (!('exitCode' in prepared)) {
      if (prepared.chosen.notice !== undefined) say(io.err, prepared.chosen.notice);
      const inputs = await settleInputs([prepared], options, io, { asks: !options.quiet });
      const page = watchPage(io);
      const watch: NextText = (current) => {
        came = true;
        return page(current);
      };
      if (!first.aborted) await conductPlainly({ ...prepared, options, inputs, io, watch });
    }
    // What keeps a run from its page may be in the page.
    if (!came && !first.aborted) {
      say(io.err, `Watching ${found.file}: save it to try again; Ctrl-C ends.`);
      await untilSaved(found.path, first);
    }
    if (first.aborted) return exitCodes.interrupted;
  }
}

async function runMany(files: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  refuseWithMany(options);
  if (files.includes(standardInput))
    throw usageError(
      '`-` is read once, and here each file is run by a process of its own',
      'Leave out `--jobs`, `--shard`, `--retries` and `--bail`, or name a file.',
    );
  const prepared = prepareEach(files, options, io);
  if ('exitCode' in prepared) return prepared.exitCode;
  refuseToWrite(prepared.groups, options, io);
  const { shardFiles } = await import('./shard-files.ts');
  const { shard } = options;
  const mine = shard === undefined ? prepared.groups : shardFiles(prepared.groups, shard);
  if (options.dryRun) return showWhatWouldRun(mine, options, io);
  const inputs = await settleInputs(mine, options, io, { asks: !options.quiet });
  if (io.interruptions.first.aborted) return exitCodes.interrupted;
  const { conductMany } = await import('./conduct-many.ts');
  announceStop(io);
  return conductMany(mine, { total: prepared.groups.length, options, io: withInputs(io, inputs) });
}

/** What is installed is no place to keep anything: the next installation takes it away. */
function refuseToWrite(
  groups: readonly Planned[],
  { record, update, patch }: ExecOptions,
  { cwd }: Io,
): void {
  if (!record && (!update || patch !== undefined)) return;
  const runbooks = groups.flatMap((group) => group.runbooks);
  const packaged = runbooks.find(({ source }) => isPackaged(source.path, cwd))?.source;
  if (runbooks.some(({ source }) => source.file === standardInput))
    throw usageError(
      `\`${record ? '--record' : '--update'}\` writes beside a page, and \`-\` is nowhere`,
      'Name a file.',
    );
  if (packaged === undefined) return;
  throw usageError(
    `\`${record ? '--record' : '--update'}\` would write into the installed package`,
    `Copy \`${packaged.file}\` to \`runbooks/\`, with what it applies, and run the copy.`,
  );
}

/** Processes of single files find the inputs in their environment: on a command line everybody could read them. */
function withInputs(io: Io, inputs: GivenInputs): Io {
  const named = Object.entries(inputs).map(([name, value]) => [`${inputPrefix}${name}`, value]);
  return { ...io, env: { ...io.env, ...Object.fromEntries(named) } };
}

async function showWhatWouldRun(planned: readonly Planned[], options: ExecOptions, io: Io): Promise<number> {
  const { showPlans } = await import('../show-plans.ts');
  return showPlans(planned, options, io);
}

function announceStop({ interruptions, err }: Io): void {
  interruptions.first.addEventListener('abort', () =>
    err.write('\nStopping: cleanup runs; once more to stop at once.\n'),
  );
}

function refuseCast(): never {
  throw usageError(
    '`--cast` records the terminal UI, which does not run here',
    'Leave it out, or run it by hand.',
  );
}

function refuseStep(): never {
  throw usageError('`--step` needs a terminal to be stepped from', 'Leave it out, or run it by hand.');
}

/**
 * Whether a run is shown by the terminal UI: a person sits at both ends, and no reporter writes where it would draw.
 * Its sources are TSX, which Node doesn't run by itself: started from its sources, the program writes plain lines.
 */
function wantsTerminalUi({ reporter }: { readonly reporter: readonly string[] }, io: Io): boolean {
  const { TERM } = io.env;
  const isBuilt = !import.meta.url.endsWith('.ts');
  const isAble = io.out.terminal && TERM !== undefined && TERM !== 'dumb' && io.out.columns >= leastColumns;
  return isBuilt && !isInCi(io) && isAble && reporter.every((word) => word.includes('=')) && io.hasKeyboard();
}
