import { type Entry, folderEntry } from './entry.ts';
import { FileTree } from './file-tree.ts';
import type { Volume } from './volume.ts';

/**
 * One path of a volume that only Kubernetes writes, as it is now: its links are followed when it is mounted, so that what
 * the volume becomes later isn't seen. A path that isn't there is an empty folder.
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
 */
export function subPathOf(volume: Volume, path: string, now: Date): Volume {
  const real = new FileTree(volume, [], () => now).realpath(path);
  const below = [...volume.entries()].filter(([key]) => key === real || key.startsWith(`${real}/`));
  const entries = new Map<string, Entry>(
    real === undefined
      ? [['', folderEntry(now)]]
      : below.map(([key, entry]) => [key.slice(real.length), entry]),
  );
  return { entries: () => entries };
}
