import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bin } from '../helpers/build.ts';
import { patienceMs } from '../helpers/patience.ts';
import { processesWith, untilGone } from '../helpers/processes.ts';

const run = promisify(execFile);

type TmuxOptions = {
  readonly columns: number;
  readonly rows: number;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
};

const open = new Set<Tmux>();

/** Closes every terminal that a test has opened. */
export async function closeTerminals(): Promise<void> {
  for (const tmux of open) await tmux.close();
}

/** A terminal with a shell in it, in a tmux of its own, and a folder for the temporary files of all that runs there. */
export class Tmux {
  /** What all that runs there has in its environment. */
  readonly mark = `RUNBOOK_TUI_TEST=${randomUUID()}`;
  /** Where tmux has its socket: it leaves it behind. */
  readonly #own: string;
  readonly temporary: string;

  private constructor(own: string, temporary: string) {
    this.#own = own;
    this.temporary = temporary;
  }

  static async open({ columns, rows, cwd, env = {} }: TmuxOptions): Promise<Tmux> {
    const own = await mkdtemp(join(tmpdir(), 'runbook-tmux-'));
    const temporary = await mkdtemp(join(tmpdir(), 'runbook-tui-'));
    const tmux = new Tmux(own, temporary);
    const set = { TMPDIR: temporary, KUBECONFIG: join(temporary, 'none'), ...env };
    const [name = '', value = ''] = tmux.mark.split('=');
    const variables = Object.entries({ ...set, [name]: value }).flatMap(([key, text]) => [
      '-e',
      `${key}=${text}`,
    ]);
    const size = ['-x', String(columns), '-y', String(rows)];
    // Options of the server come before the session that they are for.
    const options = [
      'set',
      '-g',
      'status',
      'off',
      ';',
      'set',
      '-g',
      'default-terminal',
      'screen-256color',
      ';',
    ];
    const session = [
      'new-session',
      '-d',
      ...size,
      ...variables,
      '-c',
      cwd,
      'env -u CI -u NO_COLOR bash --noprofile --norc',
    ];
    await tmux.#tmux('start-server', ';', ...options, ...session);
    open.add(tmux);
    await tmux.waitFor(/^bash-[\d.]+[#$] *$/m);
    return tmux;
  }

  /** Types a command line. */
  async command(line: string): Promise<void> {
    await this.#tmux('send-keys', '-l', line);
    await this.#tmux('send-keys', 'Enter');
  }

  /** Runs the built program with these arguments. */
  runbook(args: string): Promise<void> {
    return this.command(`${process.execPath} ${bin} ${args}; echo "exit code $?"`);
  }

  /** Presses keys by tmux's names: `Enter`, `Escape`, `PageDown`, `a`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#tmux('send-keys', key);
  }

  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
  }

  resize(columns: number, rows: number): Promise<string> {
    return this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** What is on the screen; with `colors` as escape sequences. */
  screen({ colors = false }: { readonly colors?: boolean } = {}): Promise<string> {
    return this.#tmux('capture-pane', '-p', ...(colors ? ['-e'] : []));
  }

  /** The scroll-back and the screen. */
  history(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-S', '-');
  }

  /** A fact of tmux about the pane: `cursor_flag`, `wrap_flag`, `alternate_on`. */
  async fact(name: string): Promise<string> {
    return (await this.#tmux('display-message', '-p', `#{${name}}`)).trim();
  }

  /** Looks at the screen until it shows something. @returns The screen. */
  waitFor(wanted: RegExp | string): Promise<string> {
    const shows = (screen: string): boolean =>
      typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
    return this.waitUntil(shows, String(wanted));
  }

  async waitUntil(shows: (screen: string) => boolean, wanted = 'what was waited for'): Promise<string> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const screen = await this.screen();
      if (shows(screen)) return screen;
      if (Date.now() > deadline) throw new Error(`Never on the screen: ${wanted}\n${screen}`);
      await pause(50);
    }
  }

  /** Waits until the program has ended, and what it has left on the screen, its exit code in the last line. */
  ended(): Promise<string> {
    return this.waitFor(/^exit code \d+$/m);
  }

  /** Temporary files and processes that are there although nothing runs any more but the shell. */
  left(): Promise<{ readonly files: readonly string[]; readonly processes: readonly string[] }> {
    return untilGone(async () => ({
      files: await readdir(this.temporary),
      processes: (await processesWith(this.mark)).filter(
        (line) => !/ (?:tmux|bash --noprofile --norc)/.test(line),
      ),
    }));
  }

  /** Closes the terminal, as a window or a connection is closed. */
  async kill(): Promise<void> {
    await this.#tmux('kill-session');
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.#tmux('kill-server').catch(() => undefined);
    await rm(this.#own, { recursive: true, force: true });
    // What still runs there ends now, and takes its files away itself.
    await rm(this.temporary, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('tmux', ['-S', join(this.#own, 'socket'), '-f', '/dev/null', ...args]);
    return stdout;
  }
}
