import { globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';

/** Where runbooks live when a name isn't found as given. */
const home = 'runbooks';

/** A runbook's file: `file` for people, relative to where they are; `path` absolute. */
export type FoundFile = {
  readonly file: string;
  readonly path: string;
  /** It was found in a folder that was named, so it may well be no runbook. */
  readonly listed: boolean;
};

/**
 * The Markdown files that the arguments name: each is looked up as given, then under `runbooks/`, with `.md` added
 * if need be; a folder means the files in and below it, in the order of their names; so does a pattern (`labs/*.md`)
 * that no shell has replaced.
 * @throws RunbookError naming each argument that is nowhere.
 */
export function findFiles(names: readonly string[], cwd: string): readonly FoundFile[] {
  const found = names.map((name) => ({ name, files: filesOf(name, cwd) }));
  const missing = found.filter(({ files }) => files === undefined).map(({ name }) => name);
  if (missing.length > 0) throw noSuchFiles(missing, cwd);
  const files = found.flatMap((item) => item.files ?? []);
  return [...new Map(files.map((item) => [item.path, item])).values()];
}

/** All runbooks below `runbooks/` here; none when there is no such folder. */
export function findAllFiles(cwd: string): readonly FoundFile[] {
  return filesOf(home, cwd) ?? [];
}

function filesOf(name: string, cwd: string): readonly FoundFile[] | undefined {
  for (const place of [name, `${name}.md`, join(home, name), join(home, `${name}.md`)]) {
    const path = resolve(cwd, place);
    const kind = kindOf(path);
    if (kind === 'file') return [{ file: shown(path, cwd), path, listed: false }];
    if (kind === 'folder') return markdownBelow(path, cwd);
  }
  return isPattern(name) ? (matching(name, cwd) ?? matching(join(home, name), cwd)) : undefined;
}

function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/** What a pattern matches; undefined when that is nothing. A file with such a name has been found before. */
function matching(pattern: string, cwd: string): readonly FoundFile[] | undefined {
  const found = globSync(pattern, { cwd, exclude: (entry) => entry === 'node_modules' }).sort();
  const files = found.flatMap((entry) => filesMatched(resolve(cwd, entry), cwd));
  return files.length === 0 ? undefined : files;
}

/** As a shell would have it, a folder that is matched is one that is named; other files than Markdown don't count. */
function filesMatched(path: string, cwd: string): readonly FoundFile[] {
  if (kindOf(path) === 'folder') return markdownBelow(path, cwd);
  return path.endsWith('.md') ? [{ file: shown(path, cwd), path, listed: true }] : [];
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

function markdownBelow(folder: string, cwd: string): readonly FoundFile[] {
  const found = globSync('**/*.md', { cwd: folder, exclude: (entry) => entry === 'node_modules' });
  return found.sort().map((entry) => {
    const path = join(folder, entry);
    return { file: shown(path, cwd), path, listed: true };
  });
}

function shown(path: string, cwd: string): string {
  const way = relative(cwd, path);
  return way.startsWith('..') ? path : way;
}

function noSuchFiles(names: readonly string[], cwd: string): RunbookError {
  const known = findAllFiles(cwd).map(({ file }) => relative(home, file));
  return new RunbookError(
    names.map((name) => {
      if (isPattern(name)) return noMatch(name);
      const near = nearest(name, [...known, ...known.map((file) => file.replace(/\.md$/, ''))]);
      const hint =
        near === undefined
          ? 'Names are looked up as given, then under `runbooks/`; see `runbook list`.'
          : `Did you mean \`${near}\`?`;
      return { code: 'cli/no-such-file', severity: 'error', message: `There is no file \`${name}\``, hint };
    }),
  );
}

function noMatch(pattern: string): Diagnostic {
  return {
    code: 'cli/no-such-file',
    severity: 'error',
    message: `\`${pattern}\` matches no Markdown file`,
    hint: 'Patterns are matched as given, then under `runbooks/`; see `runbook list`.',
  };
}
