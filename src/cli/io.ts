import { machineFault } from '../engine/diagnostics/machine-fault.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { type Interruptions, startInterruptions } from './interruptions.ts';

/** The outside world of a command: what it prints, where it is, and how it can be interrupted. */
export type Io = {
  readonly cwd: string;
  /** How this program was started, to be started again: Node, its arguments, the script. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Printer;
  readonly err: Printer;
  /** Whether somebody can type. Looked at only when asked for: finding out takes a while. */
  hasKeyboard(): boolean;
  readonly interruptions: Interruptions;
  /** Keeps a fault of the machine that doesn't end what is going on: it is told at the end, with exit code 3. */
  fault(diagnostic: Diagnostic): void;
  /**
   * Asks the person at the terminal; empty when they leave without an answer, undefined when there is no terminal.
   * What is typed isn't shown where it is `hidden`.
   */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string | undefined>;
};

/** `columns` is the terminal's width, 100 when it is none. */
export type Printer = {
  readonly color: boolean;
  readonly columns: number;
  readonly terminal: boolean;
  write(text: string): void;
};

const widthOfNoTerminal = 100;

/** The world of this process, and what it was told of the machine's faults. */
export type ProcessIo = Io & { readonly faults: readonly Diagnostic[] };

/**
 * The world of this process. A reader that has gone counts as an interruption. Signals are listened to from when
 * something can be interrupted: before, and in commands that only read, they end the process at once, even while it is
 * busy and no listener could run. `color` is whether somebody said that there are to be colours, or none.
 */
export function processIo(color?: boolean): ProcessIo {
  let started: Interruptions | undefined;
  let readerGone = false;
  const interruptions = (): Interruptions => {
    started ??= startInterruptions();
    if (readerGone) started.vanish();
    return started;
  };
  const faults: Diagnostic[] = [];
  const printing = (name: string) => (error: Error) => {
    const found = machineFault(error, `Standard ${name} cannot be written`);
    if (found !== undefined && !isGone(error)) faults.push(found);
    else {
      readerGone = true;
      started?.vanish();
    }
  };
  return {
    cwd: process.cwd(),
    program: [process.execPath, ...process.execArgv.filter(isNoDebugging), process.argv[1] ?? ''],
    env: process.env,
    out: printer(process.stdout, color, printing('output')),
    err: printer(process.stderr, color, printing('error')),
    hasKeyboard: () => process.stdin.isTTY === true,
    get interruptions() {
      return interruptions();
    },
    ask: (question, { hidden = false } = {}) => (hidden ? askHidden : ask)(question, interruptions().first),
    fault: (fault) => void faults.push(fault),
    faults,
  };
}

/** Whether an error says that a terminal, or the reader of a pipe, is there no more. */
function isGone(error: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'EIO', 'ENXIO', 'ECONNRESET'].includes(error.code ?? '');
}

/** Two processes can't listen at the same port for a debugger. */
function isNoDebugging(argument: string): boolean {
  return !argument.startsWith('--inspect');
}

async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  const left = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  const answer = lines.question(question, { signal }).catch(() => '');
  return Promise.race([answer, left]).finally(() => lines.close());
}

/** The terminal's own echo is off while readline has it, and what readline would draw goes nowhere. */
async function askHidden(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const { Writable } = await import('node:stream');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stdout.write(question);
  const left = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  // In this mode the terminal sends no signal: readline reads the key.
  lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const answer = lines.question('', { signal }).catch(() => '');
  return Promise.race([answer, left]).finally(() => {
    lines.close();
    process.stdout.write('\n');
  });
}

/** Waits until everything printed has left the process. */
export async function drained(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
}

function printer(
  stream: NodeJS.WriteStream,
  color: boolean | undefined,
  onError: (error: Error) => void,
): Printer {
  let broken = false;
  stream.on('error', (error) => {
    if (!broken) onError(error);
    broken = true;
  });
  return {
    color: color ?? wantsColor(stream),
    columns: stream.columns ?? widthOfNoTerminal,
    terminal: stream.isTTY === true,
    write: (text) => {
      if (!broken) stream.write(text);
    },
  };
}

/** https://no-color.org and its counterpart decide; else whether it is a terminal that can. */
function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return stream.isTTY === true && TERM !== 'dumb';
}
