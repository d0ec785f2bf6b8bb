import { type Command, Option } from 'commander';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Plan } from '../../engine/model/plan.ts';
import type { RunControl } from '../../engine/run/control.ts';
import { exitCodeOf, reduce } from '../../engine/run/reduce.ts';
import type { EventMask } from '../../engine/run/secrets.ts';
import { initialState, type RunState } from '../../engine/run/state.ts';
import type { Chosen } from '../../targets/choose.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { UpdateOptions } from '../offer-updates.ts';
import { milliseconds, type Pairs, pair, several } from '../options.ts';
import { prepare, type SelectOptions } from '../prepare.ts';
import { type RecordOptions, recordWish } from '../record-options.ts';
import { reporterNames, startReporting } from '../reporting.ts';
import { addTargetOptions, type TargetOptions } from '../target-options.ts';
import { usageError } from '../usage-error.ts';
import { wantsTerminalUi } from '../wants-terminal-ui.ts';

type ExecOptions = SelectOptions &
  TargetOptions & {
    readonly keepGoing?: boolean;
    readonly reporter: readonly string[];
    readonly env: Pairs;
    readonly mask: readonly string[];
    readonly shell?: string;
    readonly dryRun?: boolean;
    readonly verbose?: boolean;
    readonly step?: boolean;
  } & UpdateOptions &
  RecordOptions;

/** `runbook exec FILE…`: runs runbooks. */
export const exec: CliCommand = (program, io, exit) => {
  const command = program
    .command('exec')
    .summary('run runbooks, step by step')
    .description(
      'Run runbooks step by step, with what they require before them, and check what every block expects.',
    )
    .argument('<file...>', 'Markdown files or folders, as given or under runbooks/');
  addTargetOptions(addSelectOptions(command))
    .option('--keep-going', 'go on with the next step after a failure')
    .option('--step', 'in a terminal: pause before the first step, and go on with keys')
    .option(
      '--reporter <name[=file]>',
      `${reporterNames.join(', ')}; to standard output or a file (repeatable)`,
      several,
      [],
    )
    .option('--env <NAME=value>', 'variable of the session (repeatable)', pair, {})
    .option('--mask <NAME>', 'variable whose value is masked everywhere (repeatable)', several, [])
    .option('--shell <bash>', 'the bash to run; else the newest on PATH')
    .option('--update', 'propose new texts for checks that the output does not meet any more, and write them')
    .option('--yes', 'with --update: write without asking')
    .option('--patch <file>', 'with --update: write the changes into a file for `git apply` instead')
    .option('--record', 'keep what each runbook came to in a file beside it, if all passed')
    .option('--verify-record', 'compare the run with the records, and fail on a difference that matters')
    .addOption(new Option('--dry-run', 'the same as `runbook plan`'))
    .option('-v, --verbose', 'show the output of commands as it comes')
    .addHelpText('after', help)
    .action(async (files: readonly string[], options: ExecOptions) =>
      exit(await runFiles(files, options, io)),
    );
};

/** Adds the options that say which part of a runbook runs, and for how long at most. */
export function addSelectOptions(command: Command): Command {
  return command
    .option('--from <step>', 'begin at this step or block')
    .option('--until <step>', 'end after this step or block')
    .option('--only <step>', 'run only this step or block (repeatable)', several, [])
    .option('--timeout <duration>', 'limit of a statement that has none of its own', milliseconds);
}

async function runFiles(files: readonly string[], options: ExecOptions, io: Io): Promise<number> {
  const updates = wantsUpdates(options);
  recordWish(options);
  // What an update proposes is asked for after a run that nobody has to decide anything in.
  const inTerminal = !options.dryRun && !updates && wantsTerminalUi(options, io);
  if (options.step && !inTerminal && !options.dryRun) refuseStep();
  const prepared = prepare(files, { ...options, interactive: inTerminal }, io);
  if ('exitCode' in prepared) return prepared.exitCode;
  const { plan, chosen } = prepared;
  if (options.dryRun) {
    const { planText } = await import('../plan-text.ts');
    io.out.write(planText(plan, chosen, io.out));
    return exitCodes.passed;
  }
  if (chosen.notice !== undefined) io.err.write(`${chosen.notice}\n`);
  const { first } = io.interruptions;
  const conducted = { plan, chosen, options, io };
  if (inTerminal) return conductInTerminal(conducted);
  first.addEventListener('abort', () =>
    io.err.write('\nStopping: cleanup runs; once more to stop at once.\n'),
  );
  return conclude(conducted, await conduct(conducted));
}

function refuseStep(): never {
  throw usageError('`--step` needs a terminal to be stepped from', 'Leave it out, or run it by hand.');
}

type Conducted = {
  readonly plan: Plan;
  readonly chosen: Chosen;
  readonly options: ExecOptions;
  readonly io: Io;
};

async function conductInTerminal(conducted: Conducted): Promise<number> {
  const { options, io } = conducted;
  const { RunControl } = await import('../../engine/run/control.ts');
  const { openTerminalUi } = await import('../terminal-ui.ts');
  const control = new RunControl({ paused: options.step === true });
  const ui = openTerminalUi(control, io);
  try {
    const outcome = await conduct(conducted, { control, onEvent: ui.onEvent });
    await ui.finish();
    return conclude(conducted, outcome);
  } catch (error) {
    await ui.abandon();
    throw error;
  }
}

type FrontEnd = { readonly control: RunControl; onEvent(event: RunEvent): void };

/** What a run has come to, and what masks what is said of it. */
type Outcome = { readonly state: RunState; readonly mask: EventMask };

async function conduct({ plan, chosen, options, io }: Conducted, frontEnd?: FrontEnd): Promise<Outcome> {
  // Loaded late: planning and refusing don't need it.
  const { run } = await import('../../engine/run/run.ts');
  const { EventMask } = await import('../../engine/run/secrets.ts');
  const { first, second } = io.interruptions;
  const words = options.reporter.length > 0 || frontEnd !== undefined ? options.reporter : ['text'];
  const reporting = startReporting(words, options.verbose === true, io);
  const { shell, keepGoing = false, env, mask } = options;
  const updates = wantsUpdates(options);
  const eventMask = new EventMask();
  const events = run(plan, {
    target: chosen.target,
    signal: first,
    stop: second,
    inherited: io.env,
    keepGoing,
    env,
    mask,
    eventMask,
    beyondUnmet: updates,
    ...(shell === undefined ? {} : { shell }),
    ...(frontEnd === undefined ? {} : { control: frontEnd.control }),
  });
  let state = initialState;
  try {
    for await (const event of events) {
      state = reduce(state, event);
      frontEnd?.onEvent(event);
      for (const reporter of reporting.reporters) reporter.onEvent(event);
    }
  } finally {
    // Reports are whole files and say so when the run broke off.
    await reporting.close();
  }
  return { state, mask: eventMask };
}

/** Does what is to be done with a run that is over. @returns The code to exit with. */
async function conclude({ plan, options, io }: Conducted, { state, mask }: Outcome): Promise<number> {
  const wish = recordWish(options);
  if (wish !== undefined) {
    const { concludeRecords } = await import('../recording.ts');
    return concludeRecords({ plan, state, mask }, wish, io);
  }
  if (!wantsUpdates(options)) return exitCodeOf(state);
  const { offerUpdates } = await import('../offer-updates.ts');
  return offerUpdates({ plan, state, mask }, options, io);
}

function wantsUpdates({ update, patch, yes }: UpdateOptions): boolean {
  const wants = update === true || patch !== undefined;
  if (yes && !wants) throw usageError('`--yes` says what to do with an update', 'Write `--update --yes`.');
  return wants;
}

const help = examples(
  ['runbook exec labs/lab2.md', 'on your clusters if all are there, else on the sandbox'],
  ['runbook exec labs', 'every runbook of a folder'],
  ['runbook exec labs/lab2.md --from verify', 'begin in the middle'],
  ['runbook exec labs/lab2.md --cluster CLUSTER1=my-east', 'another context than the one declared'],
  ['runbook exec labs/lab2.md --update', 'propose new texts for checks that the page no longer meets'],
  ['runbook exec labs --record', 'keep what came out beside the pages, for the site and later runs'],
  ['runbook exec labs/lab2.md --reporter text --reporter ndjson=run.ndjson', 'keep the events too'],
  ['runbook exec labs --reporter github --reporter junit=out/junit.xml', 'in CI'],
);
