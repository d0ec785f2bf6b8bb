import { type Command, UsageError } from './command.ts';
import type { Path } from './help.ts';

/** The command that a command line names, and the words that are left for it. */
type Found = { readonly path: Path; readonly rest: readonly string[] };

/**
 * Goes down the tree as cobra does: flags are stepped over, values of flags too. A word that is no command is an error
 * right under the root; further down it is an operand.
 * @see https://pkg.go.dev/github.com/spf13/cobra#Command.Find
 * @throws UsageError
 */
export function findCommand(root: Command, argv: readonly string[]): Found {
  const found = descend([root], argv);
  const [word] = wordsOf(found.path, found.rest);
  if (found.path.length === 1 && word !== undefined)
    throw new UsageError(
      `unknown command "${word}" for "${root.names[0]}"${suggestions(root, word)}\nRun '${root.names[0]} --help' for usage.`,
    );
  return found;
}

function descend(path: Path, argv: readonly string[]): Found {
  const [word] = wordsOf(path, argv);
  const next = path.at(-1)?.commands?.find(({ names }) => names.includes(word ?? ''));
  if (!next || word === undefined) return { path, rest: argv };
  const at = argv.indexOf(word);
  return descend([...path, next], argv.toSpliced(at, 1));
}

/** Words that are neither flags nor their values; a flag that isn't known here is taken to have one. */
function wordsOf(path: Path, argv: readonly string[]): readonly string[] {
  const switches = path
    .flatMap(({ passedOn = [], flags = [] }) => [...passedOn, ...flags])
    .filter(({ type }) => type === 'bool')
    .flatMap(({ name, letter }) => [`--${name}`, ...(letter ? [`-${letter}`] : [])]);
  const end = argv.indexOf('--');
  const words: string[] = [];
  const left = end < 0 ? [...argv] : argv.slice(0, end);
  while (left.length) {
    const word = left.shift() ?? '';
    if (!word.startsWith('-')) words.push(word);
    else if (takesNext(word) && !switches.includes(word)) left.shift();
  }
  return words;
}

const takesNext = (word: string): boolean =>
  !word.includes('=') && (word.startsWith('--') || word.length === 2) && !['--help', '-h'].includes(word);

function suggestions({ commands = [] }: Command, typed: string): string {
  const near = commands
    .map(({ names: [name] }) => name)
    .filter((name) => distance(typed, name) <= 2 || name.startsWith(typed.toLowerCase()));
  return near.length ? `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}` : '';
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1]?.toLowerCase() === b[j - 1]?.toLowerCase() ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
