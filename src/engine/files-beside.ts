import { readdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Runbook } from './model/runbook.ts';
import type { Span } from './model/source.ts';
import { namedFiles } from './plan/named-files.ts';

/** Folders that no page means. */
const left = ['.git', 'node_modules'];

/** Where a file was found, what named it, and by which word. */
type FoundFile = {
  readonly path: string;
  readonly name: string;
  readonly span?: Span;
  /** The folder that was named, of a file in it. */
  readonly folder?: string;
};

/** Files that a page names relative to itself; what is named by its absolute path is the machine's. */
export function filesBeside(runbook: Runbook): readonly FoundFile[] {
  const home = dirname(runbook.source.path);
  return namedFiles(runbook).flatMap(({ name, folder, span }) => {
    const at = span === undefined ? {} : { span };
    const path = resolve(home, folder, name);
    const isAbove = isAbsolute(name) || home === path || home.startsWith(`${path}${sep}`);
    if (isAbove) return [];
    return filesBelow(path).map(
      (file): FoundFile => ({ path: file, name, ...at, ...(file === path ? {} : { folder: path }) }),
    );
  });
}

/** The file itself, or all files of a folder; none where nothing is. What links lead to elsewhere isn't ours. */
export function filesBelow(path: string): readonly string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return [path];
  if (!stats?.isDirectory()) return [];
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !left.includes(name));
  return entries.flatMap((entry) => (entry.isSymbolicLink() ? [] : filesBelow(join(path, entry.name))));
}
