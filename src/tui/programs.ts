import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { endTree } from '../engine/execute/end-tree.ts';
import type { Subshell } from '../engine/model/control.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Programs that take the terminal for a while. Each gives what a person should know if it did not work. */
export type Programs = {
  edit(path: string, line: number): Promise<string | undefined>;
  page(text: string): Promise<string | undefined>;
  shell(subshell: Subshell): Promise<string | undefined>;
  /** Stops this program and what started it, as Ctrl-Z does, until the shell has them go on. */
  suspend(): Promise<string | undefined>;
  /** Doesn't take the terminal. */
  browse(url: string): Promise<string | undefined>;
};

/** Editors that go to a line when it is given as `+12` before the file. */
const plusLine = new Set([
  'vi',
  'vim',
  'nvim',
  'view',
  'nano',
  'pico',
  'emacs',
  'emacsclient',
  'joe',
  'kak',
  'mg',
  'ne',
]);
/** Those that take `file:12`, after an option or not. */
const colonLine: Readonly<Record<string, readonly string[]>> = {
  code: ['--goto'],
  codium: ['--goto'],
  cursor: ['--goto'],
  hx: [],
  subl: [],
  zed: [],
};

/** @param interrupted When it is aborted, a program that has the terminal is ended: its terminal may be gone. */
export function programsOf(env: Environment, interrupted: AbortSignal): Programs {
  const run = (file: string, args: readonly string[], options: RunOptions) =>
    runProgram(file, args, options, interrupted);
  return {
    edit: (path, line) => {
      const editor = env.VISUAL || env.EDITOR || 'vi';
      return run('sh', ['-c', `${editor} "$@"`, editor, ...placeOf(editor, path, line)], {
        env,
        name: editor,
      });
    },
    page: (text) => {
      const pager = env.PAGER || 'less';
      const options = { env: { ...env, LESS: env.LESS ?? '-R' }, name: pager, input: text };
      return run('sh', ['-c', pager], options);
    },
    shell: ({ shell, args, cwd, env: own }) => run(shell, args, { cwd, env: own, name: shell }),
    suspend: async () => {
      process.kill(0, 'SIGTSTP');
      // The signal is delivered, and what comes behind it runs when the shell says so.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return undefined;
    },
    browse: (url) => {
      const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
      return run(opener, [url], { env, name: opener, silent: true });
    },
  };
}

function placeOf(editor: string, path: string, line: number): readonly string[] {
  const name = basename(editor.trim().split(/\s+/)[0] ?? '');
  if (plusLine.has(name)) return [`+${line}`, path];
  const options = colonLine[name];
  return options === undefined ? [path] : [...options, `${path}:${line}`];
}

type RunOptions = {
  readonly env: Environment;
  readonly name: string;
  readonly cwd?: string;
  /** What it reads; else the terminal. */
  readonly input?: string;
  readonly silent?: boolean;
};

/** `sh` says 127 for a command that isn't there. */
const notFound = 127;

/** What a program that was killed may have left on: the alternate screen, a hidden cursor, colours. */
const plainTerminal = '\u001b[?1049l\u001b[?25h\u001b[0m';

function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions,
  interrupted: AbortSignal,
): Promise<string | undefined> {
  const { env, name, cwd, input, silent = false } = options;
  const out = silent ? 'ignore' : 'inherit';
  const stdio = [input === undefined ? (silent ? 'ignore' : 'inherit') : 'pipe', out, out] as const;
  return new Promise((resolve) => {
    const child = spawn(file, [...args], {
      stdio: [...stdio],
      env: { ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const missing = `\`${name}\` could not be started: is it installed?`;
    const end = async (): Promise<void> => {
      if (child.pid !== undefined && (await endTree(child.pid))) process.stdout.write(plainTerminal);
    };
    // A browser is nobody's business any more once it is there.
    if (!silent) interrupted.addEventListener('abort', end);
    child.on('error', () => resolve(missing));
    child.on('close', (code) => {
      interrupted.removeEventListener('abort', end);
      resolve(code === notFound ? missing : undefined);
    });
    // A pager may be left before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    if (interrupted.aborted && !silent) void end();
  });
}
