import { type Entries, type Entry, folderEntry } from './entry.ts';

/**
 * What is mounted: entries that are there at the moment, and, where it can be written to, the map that holds them.
 * Several containers share one.
 */
export type Volume = {
  readonly entries: () => Entries;
  /** Absent for what only Kubernetes writes. */
  readonly writable?: Map<string, Entry>;
  /** Why a path that isn't there can't be said to be absent. */
  readonly unknown?: string;
};

/** An empty volume that can be written to. */
export function emptyVolume(at: Date, mode = 0o777): Volume {
  const entries = new Map<string, Entry>([['', folderEntry(at, mode)]]);
  return { entries: () => entries, writable: entries };
}

/** A volume at a place in a container's file system; `within` is the path in the volume that stands there. */
export type Mount = {
  readonly path: string;
  readonly volume: Volume;
  readonly within: string;
  readonly readOnly: boolean;
};
