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
  /** Asks the person at the terminal; empty when they leave without an answer, undefined when there is no terminal. */
  ask(question: string): Promise<string | undefined>;
};

/** `columns` is the terminal's width, 100 when it is none. */
export type Printer = {
  readonly color: boolean;
  readonly columns: number;
  readonly terminal: boolean;
  write(text: string): void;
};

/** `first`: stop what runs and clean up. `second`: stop at once. */
type Interruptions = {
  readonly first: AbortSignal;
  readonly second: AbortSignal;
  /** Does what a signal does. */
  interrupt(): void;
  /** Leaves Ctrl-C to another program that has the terminal, until what it returns is called. */
  hold(): () => void;
};

const widthOfNoTerminal = 100;

/** The world of this process. Writing to a reader that has gone counts as an interruption. */
export function processIo(): Io {
  const { interruptions, readerGone } = listen();
  return {
    cwd: process.cwd(),
    program: [process.execPath, ...process.execArgv.filter(isNoDebugging), process.argv[1] ?? ''],
    env: process.env,
    out: printer(process.stdout, readerGone),
    err: printer(process.stderr, readerGone),
    hasKeyboard: () => process.stdin.isTTY === true,
    interruptions,
    ask: (question) => ask(question, interruptions.first),
  };
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

/** Waits until everything printed has left the process. */
export async function drained(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
}

function printer(stream: NodeJS.WriteStream, interrupt: () => void): Printer {
  let gone = false;
  stream.on('error', () => {
    if (!gone) interrupt();
    gone = true;
  });
  return {
    color: wantsColor(stream),
    columns: stream.columns ?? widthOfNoTerminal,
    terminal: stream.isTTY === true,
    write: (text) => {
      if (!gone) stream.write(text);
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

/** A third signal ends the process by itself: cleaning up must not become a trap. */
function listen(): { readonly interruptions: Interruptions; readonly readerGone: () => void } {
  const first = new AbortController();
  const second = new AbortController();
  let holders = 0;
  const next = (): void => (first.signal.aborted ? second : first).abort();
  const interrupt = (): void => {
    if (second.signal.aborted) process.exit(130);
    next();
  };
  const hold = (): (() => void) => {
    holders += 1;
    return () => {
      holders -= 1;
    };
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || holders === 0) interrupt();
    });
  }
  const interruptions = { first: first.signal, second: second.signal, interrupt, hold };
  return { interruptions, readerGone: next };
}
