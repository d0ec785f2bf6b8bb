import { render } from 'ink';
import type { RunEvent } from '../engine/model/event.ts';
import type { LendTerminal } from '../engine/model/terminal.ts';
import { App } from './components/app.tsx';
import type { FrontEnd } from './front-end.ts';
import { InteractiveSession } from './interactive-session.ts';
import { lendTerminalOf } from './lend-terminal.ts';
import { Store } from './store.ts';
import { frameByFrame } from './terminal-out.ts';
import { paint } from './text/line.ts';
import { finaleLines } from './view/finale.ts';

type TerminalUiOptions = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly color: boolean;
  readonly front: FrontEnd;
  /** Hears what is drawn. */
  readonly onDrawn?: (text: string) => void;
};

/** The terminal UI at work. */
export type TerminalUi = {
  onEvent(event: RunEvent): void;
  readonly lendTerminal: LendTerminal;
  /** After the last event: waits until nobody looks at anything any more, then gives the terminal back. */
  finish(): Promise<void>;
  /** Gives the terminal back at once: something else has broken. */
  abandon(): void;
  /** Rejects when the UI itself breaks; the terminal has been given back by then. */
  readonly broken: Promise<never>;
};

const clearScreen = '\u001b[H\u001b[J';

/** Draws the UI and takes the keyboard. */
export function startTerminalUi({ stdin, stdout, color, front, onDrawn }: TerminalUiOptions): TerminalUi {
  const out = frameByFrame(stdout, onDrawn);
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const store = new Store(() => ({ room: size().columns, color }));
  const session = new InteractiveSession(
    store,
    { color, size, send: (sequence) => void stdout.write(sequence) },
    front,
  );
  const app = <App session={session} />;
  const ink = render(app, {
    stdin,
    stdout: out,
    exitOnCtrlC: false,
    incrementalRendering: true,
    interactive: true,
    onRender: ({ renderTime }) => store.drew(renderTime),
  });
  // Before ink's own listener: a terminal that has become another size has moved the old frame, nobody knows where.
  const resized = (): void => {
    ink.clear();
    out.write(clearScreen);
    store.flush();
  };
  stdout.prependListener('resize', resized);
  const exited = ink.waitUntilExit();
  const giveBack = (): void => {
    store.set({ gone: true });
    ink.unmount();
    stdout.off('resize', resized);
  };
  return {
    onEvent: (event) => session.onEvent(event),
    lendTerminal: (command) => session.lendTerminal(lendTerminalOf({ stdin, stdout }), command),
    finish: async () => {
      session.end();
      await Promise.race([session.left, exited.catch(() => undefined)]);
      store.set({ gone: true });
      await ink.waitUntilRenderFlush();
      giveBack();
      const lines = finaleLines(store.current, { room: Math.min(size().columns, 120), color });
      out.write(`${paint(lines, color)}\n`);
    },
    abandon: giveBack,
    broken: exited.then(() => new Promise<never>(() => undefined)),
  };
}
