import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { ReadBeside } from './text-from-file.ts';

/**
 * Reads files that a page names, from its folder. Nothing outside of the repository is read, or outside of that folder
 * where there is none: what a page shows and runs is in what people review.
 */
export function readBeside(pagePath: string): ReadBeside {
  return (path) => {
    if (isAbsolute(path)) return { problem: 'its path begins at the root' };
    const folder = dirname(resolve(pagePath));
    try {
      const file = realpathSync(resolve(folder, path));
      const root = realpathSync(repositoryOf(folder));
      if (!file.startsWith(root.endsWith(sep) ? root : root + sep))
        return { problem: `it is outside of ${root}` };
      return { text: readFileSync(file, 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { problem: code === 'ENOENT' ? 'there is no such file' : `${code ?? String(error)}` };
    }
  };
}

/** The folder above that is a repository, else the folder itself. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}
