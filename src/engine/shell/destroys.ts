import { type DestroyingCommand, destroyingCommands, harmlessFlag } from './destroying-commands.ts';
import { readKubectl } from './kubectl.ts';
import type { SimpleCommand } from './simple-commands.ts';

/** A command as the table names it: `kubectl delete`. */
type Named = { readonly words: readonly string[]; readonly flags: readonly string[] };

/** Rows of the table by the first word, which most commands don't have. */
const rows = Map.groupBy(
  destroyingCommands.flatMap((row) =>
    (row.words.split(' ')[0] ?? '').split('|').map((first) => ({ first, row })),
  ),
  ({ first }) => first,
);
const patterned = [...rows.keys()].filter((first) => first.includes('*'));

/** Of kubectl; its command lines are read only where one of these is among the words. */
const destroyingVerbs: ReadonlySet<string> = new Set(
  (rows.get('kubectl') ?? []).flatMap(({ row }) => row.words.split(' ').slice(1)),
);

/** What of some commands destroys, as the table calls it: `kubectl delete`. Undefined when nothing of it is known to. */
export function destroyingIn(commands: readonly SimpleCommand[]): string | undefined {
  for (const command of commands) {
    const found = destroying(command);
    if (found !== undefined) return found;
  }
  return undefined;
}

function destroying(command: SimpleCommand): string | undefined {
  const isPlain = !command.words.some(({ value }) => destroyingVerbs.has(value));
  const kubectl = isPlain ? undefined : readKubectl(command);
  const name = kubectl === undefined ? command.name : 'kubectl';
  if (name === undefined) return undefined;
  const firsts = [name, ...patterned.filter((pattern) => isLike(name, pattern))];
  const found = firsts.flatMap((first) => rows.get(first) ?? []);
  if (found.length === 0) return undefined;
  const readings = kubectl === undefined ? readingsOf(name, command) : [namedByKubectl(kubectl)];
  for (const named of readings) {
    if (named.flags.some((flag) => harmlessFlag.test(flag))) return undefined;
    const match = found.find(({ row }) => fits(named, row))?.row;
    if (match !== undefined) return named.words.slice(0, match.words.split(' ').length).join(' ');
  }
  return undefined;
}

function fits({ words, flags }: Named, row: DestroyingCommand): boolean {
  const wanted = row.words.split(' ');
  const said = wanted.every((word, at) =>
    word.split('|').some((each) => words[at] !== undefined && isLike(words[at], each)),
  );
  const { flag } = row;
  return said && (flag === undefined || flags.some((each) => flag.test(each)));
}

function isLike(word: string, pattern: string): boolean {
  if (!pattern.includes('*')) return word === pattern;
  const [before = '', behind = ''] = pattern.split('*');
  return word.length >= pattern.length - 1 && word.startsWith(before) && word.endsWith(behind);
}

/** A word behind a flag is its value or one of the command's own: `helm -n shop uninstall`. Either may be meant. */
function readingsOf(name: string, { words }: SimpleCommand): readonly Named[] {
  const all = words.map(({ value }) => value);
  const isFlag = (word = ''): boolean => /^-|^of=/.test(word);
  const flags = all.filter(isFlag);
  const own = all.filter((word) => !isFlag(word));
  const without = all.filter((word, at) => !isFlag(word) && !/^-[^=]*$/.test(all[at - 1] ?? ''));
  return [own, without].map((each) => ({ words: [name, ...each], flags }));
}

function namedByKubectl({ verb, flags }: NonNullable<ReturnType<typeof readKubectl>>): Named {
  const written = [...flags].flatMap(([flag, values]) =>
    values.map((value) => (value === true ? `--${flag}` : `--${flag}=${value.value}`)),
  );
  return { words: ['kubectl', ...(verb === undefined ? [] : [verb])], flags: written };
}
