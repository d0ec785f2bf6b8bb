import { Console } from 'node:console';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import type { FrontEnd } from '../../../src/tui/front-end.ts';
import { startTerminalUi } from '../../../src/tui/start.tsx';
import { recorded } from './show-run.ts';

// Ink makes a console of its own; the one of the tests lacks the constructor.
Object.assign(console, { Console });

/** Both ends of a terminal, with everything that was written to it and the mode of its keyboard. */
class Terminal extends EventEmitter {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 24;
  written = '';
  isRaw = false;
  write(text: string, done?: () => void): void {
    this.written += text;
    done?.();
  }
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
  read(): null {
    return null;
  }
  pause(): void {}
  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
}

function start() {
  const terminal = new Terminal();
  const ui = startTerminalUi({
    stdin: terminal as unknown as NodeJS.ReadStream,
    stdout: terminal as unknown as NodeJS.WriteStream,
    color: false,
    front: { interrupted: new AbortController().signal } as FrontEnd,
  });
  ui.broken.catch(() => undefined);
  return { ui, terminal };
}

const showsCursor = '\u001b[?25h';

it('draws, and at the end leaves what the run came to and the terminal as it was', async () => {
  const { ui, terminal } = start();
  for (const event of recorded('tour')) ui.onEvent(event);
  await expect.poll(() => terminal.isRaw).toBe(true);
  await ui.finish();
  expect(terminal.isRaw).toBe(false);
  const end = terminal.written.slice(terminal.written.indexOf(showsCursor));
  expect(end).toContain('✗ It fails');
  expect(end).toMatch(/failed in .*: 10 statements/);
  expect(end.replace(/\s+/g, ' ')).toContain(
    'rerun runbook exec tui/tour.md # the whole page: the cleanup of line',
  );
});

it('gives the terminal back when it breaks itself, and says what broke it', async () => {
  const { ui, terminal } = start();
  const [first] = recorded('tour');
  ui.onEvent({ ...first, runbooks: [{ title: undefined }] } as unknown as RunEvent);
  await expect(ui.broken).rejects.toThrow(TypeError);
  expect(terminal.isRaw).toBe(false);
  expect(terminal.written).toContain(showsCursor);
  ui.abandon();
});
