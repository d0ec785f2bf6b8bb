import { spanIn } from '../parse/block-text.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';
import { runCommands } from './commands.ts';
import type { Fault, Rule } from './rule.ts';

type Wording = Pick<Fault, 'message' | 'hint'>;

/**
 * Finds commands that end the one shell of the page, or keep it from running the rest: `exit`, `set -e`, `exec CMD`.
 * Where a condition decides, they are how a page gives up.
 */
export const endsShell: Rule = {
  code: 'parse/ends-shell',
  severity: 'warning',
  check(page, report) {
    for (const { simple, fence } of runCommands(page)) {
      for (const command of simple) {
        const wording = isOfTheShell(command) ? wordingOf(command) : undefined;
        if (wording) report({ ...wording, span: spanIn(fence.block, command.from, command.to) });
      }
    }
  },
};

function isOfTheShell({ place }: SimpleCommand): boolean {
  const elsewhere = place.subshell || place.background || place.substitution !== undefined;
  return !elsewhere && !place.conditional && place.loop === undefined && place.function === undefined;
}

function wordingOf(command: SimpleCommand): Wording | undefined {
  const { name = '', via } = command;
  const words = command.words.map(({ text }) => text);
  if (via.some((each) => each.name === 'exec')) return replaced;
  if (via.some((each) => each.name !== 'command' && each.name !== 'builtin')) return undefined;
  return Object.hasOwn(builtins, name) ? builtins[name]?.(words) : undefined;
}

const replaced: Wording = {
  message: '`exec` puts this command in the place of the shell: the page ends with it.',
  hint: 'Leave `exec` out.',
};

/** Builtins by their names; each is asked with its words. */
const builtins: Readonly<Record<string, (words: readonly string[]) => Wording | undefined>> = {
  exit: (words) => ended(['exit', ...words].join(' ')),
  kill: (words) => (endsItself(words) ? ended(['kill', ...words].join(' ')) : undefined),
  logout: () => ended('logout'),
  return: () => ({
    message: '`return` works in functions and in files that are sourced, not between commands.',
    hint: 'Leave it out, or put the commands into a function.',
  }),
  set: ofOptions,
  suspend: () => ({
    message: '`suspend` stops the shell of the page until its time is up.',
    hint: 'Leave it out.',
  }),
  ulimit: ofLimits,
};

function ended(written: string): Wording {
  return {
    message: `\`${written}\` ends the shell of the page: variables, functions and jobs are gone below it.`,
    hint: 'Leave it out; to show a status run it in a shell of its own, as in `(exit 2)`.',
  };
}

/** Whether `kill` is for this shell, with a signal that ends or stops it. */
function endsItself(words: readonly string[]): boolean {
  const own = words.some((word) => /^"?\$(?:\$|\{\$\}|BASHPID|\{BASHPID\})"?$/.test(word));
  const [, signal = 'TERM'] = /(?:^| )-(?:s |n )?(?:SIG)?(\w+)/.exec(words.join(' ')) ?? [];
  return own && /^(?:TERM|KILL|INT|HUP|QUIT|STOP|TSTP|1|2|3|9|15|19)$/i.test(signal);
}

function ofOptions(all: readonly string[]): Wording | undefined {
  const words = all.includes('--') ? all.slice(0, all.indexOf('--')) : all;
  const named = (option: string) =>
    words.some((word, index) => word === option && /^-\w*o$/.test(words[index - 1] ?? ''));
  const short = (letter: string) => words.some((word) => /^-[a-zA-Z]+$/.test(word) && word.includes(letter));
  const written = ['set', ...all].join(' ');
  if (short('e') || named('errexit')) {
    return {
      message: `\`${written}\` ends the shell with the first command that fails, even where a check allows it.`,
      hint: 'Leave `-e` out: every command of a page has to succeed as it is.',
    };
  }
  if (!short('n') && !named('noexec')) return undefined;
  const message = `\`${written}\` has bash read the rest of the page and run none of it.`;
  return { message, hint: 'Leave it out.' };
}

/** Fewer open files than the shell of a page needs. */
const leastFiles = 100;

function ofLimits(words: readonly string[]): Wording | undefined {
  const at = words.findIndex((word) => /^-[SH]*n$/.test(word));
  const limit = words[at + 1] ?? '';
  if (at < 0 || !/^\d+$/.test(limit) || Number(limit) >= leastFiles) return undefined;
  const message = `\`ulimit -n ${limit}\` leaves the shell of the page too few open files: it is lost.`;
  return { message, hint: 'Set it in a shell of its own, as in `(ulimit -n 10; COMMAND)`.' };
}
