import { printable } from '../../engine/diagnostics/printable.ts';
import type { GivenInputs } from '../../engine/inputs/input-values.ts';
import type { EventMask } from '../../engine/mask/event-mask.ts';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Plan } from '../../engine/model/plan.ts';
import type { Resumed } from '../../engine/model/resume.ts';
import type { LendTerminal } from '../../engine/model/terminal.ts';
import type { RunControl } from '../../engine/run/control.ts';
import { exitCodeOf, reduce } from '../../engine/run/reduce.ts';
import { initialState, type RunState } from '../../engine/run/state.ts';
import type { NextText } from '../../engine/run/watch.ts';
import type { Io } from '../io.ts';
import type { JournalFile } from '../journal/journal-file.ts';
import type { Journal, JournalOf } from '../journal/start-journal.ts';
import { isAtTerminal, lendOwnTerminal } from '../own-terminal.ts';
import type { Planned } from '../prepare.ts';
import { recordWish } from '../record-options.ts';
import { singly, startReporting } from '../reporting.ts';
import { say } from '../say.ts';
import { tellParent } from './as-part.ts';
import type { ExecOptions } from './exec-options.ts';
import { wantsUpdates } from './wants-updates.ts';

/** A run and what it was asked for with. */
type Conducted = Pick<Planned, 'plan' | 'chosen'> & {
  readonly options: ExecOptions;
  readonly inputs: GivenInputs;
  readonly resumed?: Resumed;
  /** Waits for other texts of the page, which the run goes on with. */
  readonly watch?: NextText;
  readonly io: Io;
};

/** Runs a plan, with what a terminal offers. @returns The code to exit with. */
export async function conductInTerminal(conducted: Conducted): Promise<number> {
  const { options, io } = conducted;
  const { RunControl } = await import('../../engine/run/control.ts');
  const { openTerminalUi } = await import('../terminal-ui.ts');
  const control = new RunControl({ paused: options.step === true });
  const cast =
    options.cast === undefined ? undefined : (await import('../cast.ts')).startCast(options.cast, io);
  const ui = openTerminalUi(control, io, cast);
  try {
    const { onEvent, lendTerminal } = ui;
    const outcome = await conduct(conducted, { control, onEvent, lendTerminal });
    await ui.finish();
    cast?.close();
    return conclude(conducted, outcome);
  } catch (error) {
    await ui.abandon();
    throw error;
  }
}

/** Somebody who looks on beside the reporters, and may steer the run. */
type FrontEnd = {
  readonly control?: RunControl;
  /** Lends the person's terminal to `tty` blocks. */
  readonly lendTerminal?: LendTerminal;
  onEvent?(event: RunEvent): void;
};

/** Runs a plan as one of many: what happens is told to the process that started this one. */
export async function conductAsPart(conducted: Conducted): Promise<number> {
  return conclude(conducted, await conduct(conducted, { onEvent: tellParent(conducted.io) }));
}

/** Runs a plan with nobody but reporters looking on. @returns The code to exit with. */
export async function conductPlainly(conducted: Conducted): Promise<number> {
  const { io } = conducted;
  const lendTerminal = isAtTerminal(conducted.options, io) ? lendOwnTerminal(io) : undefined;
  return conclude(conducted, await conduct(conducted, lendTerminal && { lendTerminal }));
}

/** What a run has come to, and what masks what is said of it. */
type Outcome = { readonly state: RunState; readonly mask: EventMask; readonly journal?: string };

async function conduct(
  { plan, chosen, options, inputs, resumed, watch, io }: Conducted,
  frontEnd?: FrontEnd,
): Promise<Outcome> {
  // Loaded late: planning and refusing don't need it.
  const { run } = await import('../../engine/run/run.ts');
  const { EventMask } = await import('../../engine/mask/event-mask.ts');
  const { first, second } = io.interruptions;
  const words = options.reporter.length > 0 || frontEnd?.onEvent !== undefined ? options.reporter : ['text'];
  const reporting = startReporting(
    words,
    singly({ verbose: options.verbose === true, quiet: options.quiet === true }),
    io,
  );
  const { shell, keepGoing = false, env, mask } = options;
  const updates = wantsUpdates(options);
  const eventMask = new EventMask();
  const to = await journalTo(options, plan, io);
  const journal = await journalOf(to, { plan, inputs, mask: eventMask }, io);
  const events = run(plan, {
    target: chosen.target,
    signal: first,
    stop: second,
    inherited: io.env,
    keepGoing,
    env,
    inputs,
    mask,
    confirmed: options.confirm ?? [],
    guarded: chosen.guarded ?? [],
    ...(io.hasKeyboard() && !options.asPart ? { ask: (question: string) => agrees(question, io) } : {}),
    eventMask,
    beyondUnmet: updates,
    ...(resumed === undefined ? {} : { resumed }),
    ...(journal === undefined ? {} : { onKept: journal.onKept }),
    ...(updates ? { seeAgainAfterMs: 1000 } : {}),
    ...(options.ready ? { trustsRequired: true } : {}),
    ...(shell === undefined ? {} : { shell }),
    ...(watch === undefined ? {} : { watch }),
    ...(frontEnd?.control === undefined ? {} : { control: frontEnd.control }),
    ...(frontEnd?.lendTerminal === undefined ? {} : { lendTerminal: frontEnd.lendTerminal }),
  });
  let state = initialState;
  try {
    for await (const event of events) {
      state = reduce(state, event);
      journal?.onEvent(event);
      frontEnd?.onEvent?.(event);
      for (const reporter of reporting.reporters) reporter.onEvent(event);
    }
  } finally {
    // Reports are whole files and say so when the run broke off.
    journal?.close();
    await reporting.close();
  }
  return { state, mask: eventMask, ...(to === undefined ? {} : { journal: to.file }) };
}

/** The journal of a run, if it has one. */
async function journalOf(
  to: JournalFile | undefined,
  of: Omit<JournalOf, 'resumes'>,
  io: Io,
): Promise<Journal | undefined> {
  if (to === undefined) return undefined;
  const { startJournal } = await import('../journal/start-journal.ts');
  return startJournal(to.file, { ...of, resumes: to.resumes }, io);
}

/** Where a run is written down; what nobody named is said, once there is something in it to go on from. */
async function journalTo(options: ExecOptions, plan: Plan, io: Io): Promise<JournalFile | undefined> {
  const { journal, resume, journalFolder } = options;
  if (journal === undefined && resume === undefined && journalFolder === undefined) return undefined;
  const { journalFile } = await import('../journal/journal-file.ts');
  return journalFile(options, plan, io);
}

/** Asks the person at the terminal; only a yes is one. */
async function agrees(question: string, io: Io): Promise<boolean> {
  const answer = await io.ask(`${printable(question)} [y/N] `);
  return /^y(?:es)?$/i.test(answer?.trim() ?? '');
}

/** Does what is to be done with a run that is over. @returns The code to exit with. */
async function conclude(
  { plan, options, inputs, io }: Conducted,
  { state, mask, journal: file }: Outcome,
): Promise<number> {
  if (file !== undefined && state.outcome !== 'passed') {
    const { whyOver } = await import('../../engine/journal/resume-from.ts');
    if (whyOver(state) === undefined)
      say(io.err, `Go on from here: the same command with \`--resume ${file}\`.`);
  }
  const wish = recordWish(options);
  if (wish !== undefined) {
    const { concludeRecords } = await import('../recording.ts');
    return concludeRecords({ plan, state, mask, inputs }, wish, io);
  }
  if (!wantsUpdates(options)) return exitCodeOf(state);
  const { offerUpdates } = await import('../offer-updates.ts');
  return offerUpdates({ plan, state, mask }, options, io);
}
