import type { Address, SedCommand } from './parse-sed.ts';

type Io = {
  readonly write: (text: string) => void;
  readonly readFile: (path: string) => Promise<string>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
};

/** What a script works on between two commands. */
type Machine = {
  pattern: string;
  hold: string;
  line: number;
  substituted: boolean;
  /** Printed when the cycle ends. */
  readonly after: string[];
  /** Commands whose range has begun, and the line at which one with a count ends. */
  readonly open: Map<SedCommand, number>;
  readonly next: () => string | undefined;
  readonly isLast: () => boolean;
};

type Turn = 'end' | 'delete' | 'quit' | 'quit silently' | { readonly label: string } | 'again' | undefined;

/** How many commands one line may run: more is a script that never ends. */
const mostSteps = 100_000;

/** Runs a script over lines. @returns what `q` says to exit with */
export async function runSed(
  commands: readonly SedCommand[],
  lines: readonly string[],
  { quiet, io }: { readonly quiet: boolean; readonly io: Io },
): Promise<number> {
  let at = 0;
  const machine: Machine = {
    pattern: '',
    hold: '',
    line: 0,
    substituted: false,
    after: [],
    open: new Map(),
    next: () => lines[at++],
    isLast: () => at >= lines.length,
  };
  let steps = 0;
  const step = (): void => {
    steps += 1;
    if (steps > mostSteps) throw new Error('the script never ends');
  };
  let keep = false;
  for (;;) {
    if (!keep) {
      const next = machine.next();
      if (next === undefined) return 0;
      machine.pattern = next;
      machine.line += 1;
    }
    keep = false;
    steps = 0;
    const turn = await runBlock(commands, machine, { quiet, io, step, whole: commands });
    if (turn !== 'delete' && turn !== 'quit silently' && turn !== 'again' && !quiet)
      io.write(`${machine.pattern}\n`);
    for (const text of machine.after.splice(0)) io.write(text);
    if (turn === 'quit' || turn === 'quit silently') return 0;
    keep = turn === 'again';
  }
}

type Run = {
  readonly quiet: boolean;
  readonly io: Io;
  readonly step: () => void;
  readonly whole: readonly SedCommand[];
};

async function runBlock(commands: readonly SedCommand[], machine: Machine, run: Run): Promise<Turn> {
  for (let at = 0; at < commands.length; at += 1) {
    const command = commands[at];
    run.step();
    if (!command || isFor(command, machine) === command.negated) continue;
    const turn = await runCommand(command, machine, run);
    if (typeof turn === 'object') {
      if (!turn.label) return 'end';
      const to = commands.findIndex(({ name, text }) => name === ':' && text === turn.label);
      if (to < 0) return turn;
      at = to;
    } else if (turn !== undefined) return turn;
  }
  return undefined;
}

async function runCommand(command: SedCommand, machine: Machine, run: Run): Promise<Turn> {
  const { write, readFile } = run.io;
  const { name, text } = command;
  switch (name) {
    case '{':
      return runBlock(command.block ?? [], machine, run);
    case 's':
      return substitute(command, machine, run.io);
    case 'y': {
      const [from, to] = [[...text], [...(command.replacement ?? '')]];
      machine.pattern = [...machine.pattern].map((letter) => to[from.indexOf(letter)] ?? letter).join('');
      return undefined;
    }
    case 'p':
      write(`${machine.pattern}\n`);
      return undefined;
    case 'P':
      write(`${machine.pattern.split('\n')[0]}\n`);
      return undefined;
    case '=':
      write(`${machine.line}\n`);
      return undefined;
    case 'l':
      write(`${JSON.stringify(machine.pattern).slice(1, -1)}$\n`);
      return undefined;
    case 'd':
      return 'delete';
    case 'D': {
      const [, ...rest] = machine.pattern.split('\n');
      if (!rest.length) return 'delete';
      machine.pattern = rest.join('\n');
      return 'again';
    }
    case 'a':
      machine.after.push(`${text}\n`);
      return undefined;
    case 'i':
      write(`${text}\n`);
      return undefined;
    case 'c':
      write(`${text}\n`);
      return 'delete';
    case 'r':
      machine.after.push(await readFile(text).catch(() => ''));
      return undefined;
    case 'q':
      return 'quit';
    case 'Q':
      return 'quit silently';
    case 'g':
      machine.pattern = machine.hold;
      return undefined;
    case 'G':
      machine.pattern += `\n${machine.hold}`;
      return undefined;
    case 'h':
      machine.hold = machine.pattern;
      return undefined;
    case 'H':
      machine.hold += `\n${machine.pattern}`;
      return undefined;
    case 'x':
      [machine.pattern, machine.hold] = [machine.hold, machine.pattern];
      return undefined;
    case 'z':
      machine.pattern = '';
      return undefined;
    case 'n':
      if (!run.quiet) write(`${machine.pattern}\n`);
      return fetched(machine, false);
    case 'N':
      return fetched(machine, true);
    case 'b':
      return { label: text };
    case 't':
    case 'T': {
      const jump = machine.substituted === (name === 't');
      machine.substituted = false;
      return jump ? { label: text } : undefined;
    }
    default:
      return undefined;
  }
}

function fetched(machine: Machine, append: boolean): Turn {
  const next = machine.next();
  if (next === undefined) return append ? 'quit' : 'quit silently';
  machine.line += 1;
  machine.pattern = append ? `${machine.pattern}\n${next}` : next;
  return undefined;
}

async function substitute(command: SedCommand, machine: Machine, io: Io): Promise<Turn> {
  const { regex, replacement = '', flags = '', text: file } = command;
  if (!regex) return undefined;
  const nth = Number(/\d+/.exec(flags)?.[0] ?? 1);
  const all = flags.includes('g');
  let count = 0;
  const changed = machine.pattern.replace(regex, (...found) => {
    count += 1;
    if (all ? count < nth : count !== nth) return String(found[0]);
    const groups = found.slice(
      0,
      found.findIndex((each) => typeof each === 'number'),
    );
    return replaced(replacement, groups);
  });
  if (count < nth) return undefined;
  machine.pattern = changed;
  machine.substituted = true;
  if (flags.includes('p')) io.write(`${changed}\n`);
  if (file) await io.writeFile(file, `${changed}\n`);
  return undefined;
}

/** `&` is all of it, `\1` a group; `\U`, `\L` and `\E` change letters. */
function replaced(replacement: string, groups: readonly unknown[]): string {
  let change = (text: string): string => text;
  let out = '';
  for (const [token] of replacement.matchAll(/\\.|&|[^\\&]+|\\$/gs)) {
    const next = changes.get(token);
    if (next) change = next;
    else out += change(textOf(token, groups));
  }
  return out;
}

const changes: ReadonlyMap<string, (text: string) => string> = new Map([
  ['\\U', (text) => text.toUpperCase()],
  ['\\L', (text) => text.toLowerCase()],
  ['\\E', (text) => text],
]);

function textOf(token: string, groups: readonly unknown[]): string {
  if (token === '&') return String(groups[0] ?? '');
  if (!token.startsWith('\\')) return token;
  const letter = token.charAt(1);
  if (/\d/.test(letter)) return String(groups[Number(letter)] ?? '');
  return { n: '\n', t: '\t' }[letter] ?? letter;
}

function isFor(command: SedCommand, machine: Machine): boolean {
  const [first, second] = command.addresses;
  if (!first) return true;
  if (!second) return fits(first, machine);
  const end = machine.open.get(command);
  if (end !== undefined) {
    if (second.kind === 'count' ? machine.line >= end : ends(second, machine)) machine.open.delete(command);
    return second.kind !== 'line' || machine.line <= second.line;
  }
  return fits(first, machine) && begins(command, second, machine);
}

/** Opens a range at its first line, unless that is its last one too. */
function begins(command: SedCommand, second: Address, machine: Machine): true {
  const over = second.kind === 'line' && second.line <= machine.line;
  const count = second.kind === 'count' ? machine.line + second.count : 0;
  if (!over && !(second.kind === 'count' && second.count === 0)) machine.open.set(command, count);
  return true;
}

const ends = (address: Address, machine: Machine): boolean =>
  address.kind === 'line' ? machine.line >= address.line : fits(address, machine);

function fits(address: Address, { line, pattern, isLast }: Machine): boolean {
  switch (address.kind) {
    case 'line':
      return line === address.line;
    case 'last':
      return isLast();
    case 'pattern':
      address.regex.lastIndex = 0;
      return address.regex.test(pattern);
    case 'step':
      return address.step === 0
        ? line === address.first
        : line >= address.first && (line - address.first) % address.step === 0;
    case 'count':
      return false;
    default:
      return address satisfies never;
  }
}
