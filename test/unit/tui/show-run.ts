import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { render } from 'ink';
import { createElement } from 'react';
import type { Command, Control } from '../../../src/engine/model/control.ts';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import type { Runbook } from '../../../src/engine/model/runbook.ts';
import { App } from '../../../src/tui/components/app.tsx';
import type { FrontEnd } from '../../../src/tui/front-end.ts';
import { InteractiveSession } from '../../../src/tui/interactive-session.ts';
import { Store } from '../../../src/tui/store.ts';

export type Size = { readonly columns: number; readonly rows: number };

/** The keyboard of a person who isn't there. */
class Keyboard extends EventEmitter {
  readonly isTTY = true;
  #typed: string | null = null;
  type(text: string): void {
    this.#typed = text;
    this.emit('readable');
  }
  read(): string | null {
    const typed = this.#typed;
    this.#typed = null;
    return typed;
  }
  pause(): void {}
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}

/** A terminal that keeps what was drawn last. */
class Screen extends EventEmitter {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  drawn = '';
  constructor({ columns, rows }: Size) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
  write(text: string, done?: () => void): void {
    if (text !== '') this.drawn = text;
    done?.();
  }
}

type ShowOptions = {
  readonly size: Size;
  readonly color?: boolean;
  /** What the run says to a command. */
  readonly answer?: (command: Command) => { readonly refused: string } | undefined;
  readonly reread?: FrontEnd['reread'];
  /** What `$EDITOR` and `$PAGER` do. */
  readonly lent?: (what: string) => string | undefined;
  readonly spoken?: boolean;
  readonly interrupted?: AbortSignal;
};

export type Shown = {
  readonly session: InteractiveSession;
  /** Commands that the run was sent, and other things that were asked for, in order. */
  readonly asked: readonly string[];
  /** The same commands, whole. */
  readonly sent: readonly Command[];
  play(events: readonly RunEvent[]): Promise<void>;
  /** Characters and escape sequences, as a terminal sends them. */
  type(...keys: readonly string[]): Promise<void>;
  /** The live part of the screen. */
  frame(): string;
  /** What went to the scroll-back. */
  history(): string;
  close(): void;
};

/** The app as it stands after some events, at a clock that stands still between them, over a run that only listens. */
export function showRun({ size, color = false, spoken = false, ...options }: ShowOptions): Shown {
  const asked: string[] = [];
  const sent: Command[] = [];
  const sequences: string[] = [];
  const [screen, keyboard] = [new Screen(size), new Keyboard()];
  const store = new Store(
    () => ({ room: size.columns, color }),
    () => 0,
  );
  const terminal = { color, size: () => size, send: (sequence: string) => void sequences.push(sequence) };
  const session = new InteractiveSession(store, terminal, frontEnd({ asked, sent }, options));
  const ink = render(createElement(App, { session }), {
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: spoken,
  });
  const lines = (): readonly string[] => screen.drawn.split('\n');
  return {
    session,
    asked,
    sent,
    play: async (events) => {
      for (const event of events) session.onEvent(event);
      store.flush();
      await ink.waitUntilRenderFlush();
    },
    type: async (...keys) => {
      for (const key of keys) {
        keyboard.type(key);
        await ink.waitUntilRenderFlush();
      }
    },
    frame: () =>
      spoken
        ? screen.drawn
        : `${lines()
            .slice(-(size.rows - 1))
            .join('\n')}\n`,
    history: () =>
      `${lines()
        .slice(0, -(size.rows - 1))
        .join('\n')}\n`,
    close: () => ink.unmount(),
  };
}

function frontEnd(
  { asked, sent }: { readonly asked: string[]; readonly sent: Command[] },
  { answer, reread, lent, interrupted }: Omit<ShowOptions, 'size'>,
): FrontEnd {
  const control: Control = {
    send: (command) => {
      sent.push(command);
      asked.push(command.type === 'skip' && command.what ? 'skip step' : command.type);
      return answer?.(command);
    },
    subshell: async () => ({ shell: 'bash', args: [], cwd: '/', env: {} }),
  };
  const lend = async (what: string): Promise<string | undefined> => {
    asked.push(what);
    return lent?.(what);
  };
  return {
    control,
    env: {},
    reread: (runbook: Runbook) => reread?.(runbook) ?? { runbook },
    interrupt: () => void asked.push('interrupt'),
    interrupted: interrupted ?? new AbortController().signal,
    stop: () => void asked.push('stop'),
    holdInterrupts: () => {
      asked.push('hold');
      return () => void asked.push('release');
    },
    programs: {
      edit: (path, line) => lend(`edit ${path}:${line}`),
      page: (text) => lend(`page ${text}`),
      shell: () => lend('shell'),
      suspend: () => lend('suspend'),
      browse: (url) => lend(`browse ${url}`),
    },
  };
}

/** The events of a recorded run (test/unit/tui/record-run.ts), up to one that is asked for. */
export function recorded(name: string, until?: (event: RunEvent) => boolean): readonly RunEvent[] {
  const file = new URL(`../../fixtures/runs/${name}.ndjson`, import.meta.url);
  const events = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): RunEvent => JSON.parse(line));
  const end = until === undefined ? events.length - 1 : events.findIndex(until);
  if (end === -1) throw new Error(`${name} has no such event`);
  return events.slice(0, end + 1);
}

/** Whether an event is a pause of a kind. */
export function pauses(why: string): (event: RunEvent) => boolean {
  return (event) => event.type === 'run-paused' && event.pause.why === why;
}
