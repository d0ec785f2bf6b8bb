import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { loadRunbook } from '../engine/load.ts';
import type { Control } from '../engine/model/control.ts';
import type { RunEvent } from '../engine/model/event.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import type { LendTerminal } from '../engine/model/terminal.ts';
import type { FrontEnd, Reread } from '../tui/front-end.ts';
import { programsOf } from '../tui/programs.ts';
import type { TerminalUi } from '../tui/start.tsx';
import type { Cast } from './cast.ts';
import type { Io } from './io.ts';
import { isError } from './prepare.ts';

type OpenUi = {
  onEvent(event: RunEvent): void;
  readonly lendTerminal: LendTerminal;
  /** Waits until the person leaves and gives the terminal back. @throws what broke the UI, if it broke. */
  finish(): Promise<void>;
  /** Gives the terminal back at once: something else has broken. */
  abandon(): Promise<void>;
};

/**
 * Opens the terminal UI of a run, which need not wait for it: what happens meanwhile is shown then. When the UI
 * breaks, the run is stopped as if by Ctrl-C.
 */
export function openTerminalUi(control: Control, io: Io, cast?: Cast): OpenUi {
  const waiting: RunEvent[] = [];
  let broken: { readonly error: unknown } | undefined;
  let onEvent = (event: RunEvent): void => void waiting.push(event);
  const breakDown = (error: unknown): void => {
    broken = { error };
    io.interruptions.interrupt();
  };
  const opening = start(control, io, cast).then((ui) => {
    ui.broken.catch(breakDown);
    onEvent = ui.onEvent;
    for (const event of waiting.splice(0)) ui.onEvent(event);
    return ui;
  });
  opening.catch(breakDown);
  return {
    onEvent: (event) => onEvent(event),
    lendTerminal: async (command) => (await opening).lendTerminal(command),
    finish: async () => {
      const ui = await opening;
      if (broken === undefined) await ui.finish();
      if (broken !== undefined) throw broken.error;
    },
    abandon: async () => (await opening).abandon(),
  };
}

async function start(control: Control, io: Io, cast: Cast | undefined): Promise<TerminalUi> {
  const { startTerminalUi } = await import('../tui/start.tsx');
  const { stdin, stdout } = process;
  stdin.on('error', io.interruptions.vanish).once('end', io.interruptions.vanish);
  const onDrawn = (text: string): void => {
    cast?.size(stdout.columns || 80, stdout.rows || 24);
    cast?.write(text);
  };
  const front = frontEnd(control, io);
  return startTerminalUi({ stdin, stdout, color: io.out.color, front, ...(cast ? { onDrawn } : {}) });
}

function frontEnd(control: Control, { env, interruptions }: Io): FrontEnd {
  const { first, second, interrupt, hold } = interruptions;
  return {
    control,
    env,
    programs: programsOf(env, first),
    reread,
    interrupt,
    interrupted: first,
    stop: () => {
      if (!first.aborted) interrupt();
      if (!second.aborted) interrupt();
    },
    holdInterrupts: hold,
  };
}

/** Reads the file of a runbook again, and not the text that it had; of what is wrong with it, the first thing. */
function reread({ source: { file, path } }: Runbook): Reread {
  try {
    const { runbook, diagnostics } = loadRunbook({ file, path });
    const error = diagnostics.find(isError);
    if (error === undefined) return { runbook };
    const [said = ''] = formatDiagnostic(error, undefined, { color: false }).split('\n');
    return { problem: `${said} (e to fix it)` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
