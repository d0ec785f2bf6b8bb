import { globSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { packageFolder } from './package-folder.ts';
import { readStandardInput } from './read-standard-input.ts';

/** Where runbooks live when a name isn't found as given. */
const home = 'runbooks';

/** A runbook's file: `file` for people, relative to where they are; `path` absolute. */
export type FoundFile = {
  readonly file: string;
  readonly path: string;
  /** It was found in a folder that was named, so it may well be no runbook. */
  readonly listed: boolean;
  /** What standard input held, of `-`: there is no file then, and `path` is where one would be. */
  readonly text?: string;
};

/** The name that stands for standard input, as with other tools. */
export const standardInput = '-';

/**
 * The Markdown files that the arguments name: each is looked up as given, then under `runbooks/`, with `.md` or
 * `.mdx` added if need be; a folder means the files in and below it, in the order of their names; so does a pattern (`labs/*.md`)
 * that no shell has replaced.
 * @throws RunbookError naming each argument that is nowhere.
 */
export function findFiles(names: readonly string[], cwd: string): readonly FoundFile[] {
  return lookUp(names, cwd, [cwd, resolve(cwd, home)]);
}

/**
 * The same for what only reads: what isn't here may be one of the labs that come with the package, which so can be run
 * from anywhere. A file of one's own with such a name wins.
 * @throws RunbookError naming each argument that is nowhere.
 */
export function findFilesOrLabs(names: readonly string[], cwd: string): readonly FoundFile[] {
  return lookUp(names, cwd, [cwd, resolve(cwd, home), packagedHome()]);
}

/** The labs of the package, by the names with which they are found from anywhere. */
export function findLabs(): readonly FoundFile[] {
  const home = packagedHome();
  return markdownBelow(home, home);
}

/** Whether a file is part of the package, while the package isn't what is being worked on. */
export function isPackaged(path: string, cwd: string): boolean {
  return path.startsWith(`${packagedHome()}/`) && !cwd.startsWith(packageFolder());
}

function packagedHome(): string {
  return join(packageFolder(), home);
}

function lookUp(names: readonly string[], cwd: string, places: readonly string[]): readonly FoundFile[] {
  const found = names.map((name) => ({ name, files: filesOf(name, cwd, places) }));
  const missing = found.filter(({ files }) => files === undefined).map(({ name }) => name);
  if (missing.length > 0) throw noSuchFiles(missing, cwd, places);
  const files = found.flatMap((item) => item.files ?? []);
  return [...new Map(files.map((item) => [item.path, item])).values()];
}

/** All runbooks below `runbooks/` here; none when there is no such folder. */
export function findAllFiles(cwd: string): readonly FoundFile[] {
  return filesOf(home, cwd, [cwd]) ?? [];
}

function filesOf(name: string, cwd: string, places: readonly string[]): readonly FoundFile[] | undefined {
  if (name === standardInput)
    return [{ file: name, path: resolve(cwd, name), listed: false, text: readStandardInput() }];
  for (const path of places.flatMap((place) =>
    [name, `${name}.md`, `${name}.mdx`].map((each) => resolve(place, each)),
  )) {
    const kind = kindOf(path);
    if (kind === 'file') return [{ file: shown(path, cwd), path, listed: false }];
    if (kind === 'folder') return markdownBelow(path, cwd);
  }
  if (!isPattern(name)) return undefined;
  for (const place of places) {
    const files = matching(name, place, cwd);
    if (files.length > 0) return files;
  }
  return undefined;
}

function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/** What a pattern matches in a folder. A file with such a name has been found before. */
function matching(pattern: string, place: string, cwd: string): readonly FoundFile[] {
  const found = globSync(pattern, { cwd: place, exclude: (entry) => entry === 'node_modules' }).sort();
  return found.flatMap((entry) => filesMatched(resolve(place, entry), cwd));
}

/** As a shell would have it, a folder that is matched is one that is named; other files than Markdown don't count. */
function filesMatched(path: string, cwd: string): readonly FoundFile[] {
  if (kindOf(path) === 'folder') return markdownBelow(path, cwd);
  return isMarkdown(path) ? [{ file: shown(path, cwd), path, listed: true }] : [];
}

/** Pages of Docusaurus and Astro may be MDX: Markdown with tags of components, which is all that is read of it. */
function isMarkdown(path: string): boolean {
  return /\.mdx?$/.test(path);
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

function markdownBelow(folder: string, cwd: string): readonly FoundFile[] {
  const found = globSync('**/*.{md,mdx}', { cwd: folder, exclude: (entry) => entry === 'node_modules' });
  return found.sort().map((entry) => {
    const path = join(folder, entry);
    return { file: shown(path, cwd), path, listed: true };
  });
}

function shown(path: string, cwd: string): string {
  const way = relative(cwd, path);
  return way.startsWith('..') ? path : way;
}

function noSuchFiles(names: readonly string[], cwd: string, places: readonly string[]): RunbookError {
  const homes = places.filter((place) => place !== cwd && kindOf(place) === 'folder');
  const known = homes.flatMap((place) => markdownBelow(place, cwd).map(({ path }) => relative(place, path)));
  return new RunbookError(
    names.map((name) => {
      if (isPattern(name)) return noMatch(name);
      const near = nearest(name, [...known, ...pagesBeside(name, cwd)].flatMap(withAndWithoutEnding));
      const hint =
        near === undefined
          ? 'Names are looked up as given, then under `runbooks/`; see `runbook list`.'
          : `Did you mean \`${near}\`?`;
      return { code: 'cli/no-such-file', severity: 'error', message: `There is no file \`${name}\``, hint };
    }),
  );
}

/** Markdown files in the folder that a name is in, as they would be named. */
function pagesBeside(name: string, cwd: string): readonly string[] {
  const folder = dirname(name);
  return globSync('*.{md,mdx}', { cwd: resolve(cwd, folder) }).map((page) => join(folder, page));
}

function withAndWithoutEnding(file: string): readonly string[] {
  return [file, file.replace(/\.mdx?$/, '')];
}

function noMatch(pattern: string): Diagnostic {
  return {
    code: 'cli/no-such-file',
    severity: 'error',
    message: `\`${pattern}\` matches no Markdown file`,
    hint: 'Patterns are matched as given, then under `runbooks/`; see `runbook list`.',
  };
}
