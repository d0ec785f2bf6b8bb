import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Io } from '../io.ts';

/** Where names of pages are looked up, too. */
const home = 'runbooks';

/** Markdown files and folders that a typed beginning may become, as given and under `runbooks/`. */
export function pagesFrom(typed: string, world: Pick<Io, 'cwd' | 'env'>): readonly string[] {
  const isPage = (name: string) => /\.mdx?$/.test(name);
  const asGiven = pathsFrom(typed, world, isPage);
  if (/^[/~.]/.test(typed)) return asGiven;
  const cwd = resolve(world.cwd, home);
  return [...pathsFrom(typed, { ...world, cwd }, isPage), ...asGiven];
}

/** Files that a typed beginning may become, and folders, which end in a slash. Hidden ones only when asked for. */
export function pathsFrom(
  typed: string,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  isWanted: (name: string) => boolean = () => true,
): readonly string[] {
  const [, folder = '', start = ''] = /^(.*\/)?([^/]*)$/s.exec(typed) ?? [];
  const place = resolve(cwd, folder.replace(/^~(?=\/)/, env.HOME ?? '~'));
  return entriesOf(place)
    .filter(({ name }) => name.startsWith(start) && name.startsWith('.') === start.startsWith('.'))
    .filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => {
      if (isFolder(entry, place)) return [`${folder}${entry.name}/`];
      return isWanted(entry.name) ? [`${folder}${entry.name}`] : [];
    });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((one, other) =>
      one.name < other.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}

function isFolder(entry: Dirent, folder: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true;
}
