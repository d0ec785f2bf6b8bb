/**
 * Writes `kubectl-flags.json` anew from the kubectl on PATH: `node src/engine/shell/generate-kubectl-flags.ts`. It needs
 * no cluster. What takes a value is asked of kubectl itself: a flag that stands last without its value is refused.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { FlagNames } from './command-line.ts';

/** A flag as help lists it, by its long name; `takes` says whether the next word is its value. */
type Flag = { readonly long: string; readonly short: string | undefined; readonly takes: boolean };

function ask(words: readonly string[]): string {
  const { stdout, stderr } = spawnSync('kubectl', words, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return `${stdout}${stderr}`;
}

const known = new Map<string, boolean>();

function flagsIn(help: string, verb: readonly string[]): readonly Flag[] {
  return [...help.matchAll(/^ {4}(?:-(\w), )?--([\w-]+)=(.*):$/gm)].map(
    ([, short, long = '', preset = '']) => {
      const key = `${short} ${long} ${preset}`;
      const takes = known.get(key) ?? takesValue(long, preset, verb);
      known.set(key, takes);
      return { long, short, takes };
    },
  );
}

function takesValue(long: string, preset: string, verb: readonly string[]): boolean {
  if (preset === 'true' || preset === 'false') return false;
  return ask([...verb, '--help', `--${long}`]).includes('flag needs an argument');
}

function subcommandsIn(help: string): readonly string[] {
  const lists = [...help.matchAll(/^[A-Z][^\n]*Commands(?: \([^)]*\))?:\n((?: {2}\S[^\n]*\n)+)/gm)];
  return lists.flatMap(([, list = '']) =>
    [...list.matchAll(/^ {2}([a-z][\w-]*) {2,}/gm)].map(([, name = '']) => name),
  );
}

function aliasesIn(help: string): readonly string[] {
  const list = /^Aliases:\n([^\n]+)/m.exec(help)?.[1] ?? '';
  return list
    .split(',')
    .map((name) => name.trim())
    .slice(1);
}

const commands: Record<string, FlagNames> = {};
const aliases: Record<string, string> = {};

function words(flags: readonly Flag[]): string {
  return flags.map(({ long, short }) => (short === undefined ? long : `${long}/${short}`)).join(' ');
}

function flagNames(flags: readonly Flag[]): FlagNames {
  return {
    values: words(flags.filter(({ takes }) => takes)),
    switches: words(flags.filter(({ takes }) => !takes)),
  };
}

function collect(path: readonly string[]): void {
  const help = ask([...path, '--help']);
  if (path.length > 0) commands[path.join(' ')] = flagNames(flagsIn(help, path));
  for (const alias of aliasesIn(help)) aliases[[...path.slice(0, -1), alias].join(' ')] = path.join(' ');
  for (const name of subcommandsIn(help)) collect([...path, name]);
}

collect([]);
const options = flagNames(flagsIn(ask(['options']), ['get']));
const version = /v(\d+\.\d+)/.exec(ask(['version', '--client']))?.[1];
writeFileSync(
  new URL('kubectl-flags.json', import.meta.url),
  `${JSON.stringify({ version, options, commands, aliases }, null, 2)}\n`,
);
