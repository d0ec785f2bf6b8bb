import { type Entry, fileEntry, folderEntry } from './entry.ts';
import type { Volume } from './volume.ts';

/** Folders that images have and of whose content only what is added is known. */
const partial =
  '/bin /dev /etc /lib /proc /root /sbin /sys /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/sbin /usr/share /var /var/lib /var/log /var/cache';

/** Folders that are empty in an image. */
const empty = '/home /media /mnt /opt /run /srv /tmp /usr/src /var/run /var/tmp /var/www';

/** What a workload says of its image's files: contents by path, and folders in which there is nothing else. */
export type ImageFiles = {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
};

/** The root of a container's file system, of an image of which not every file is known. */
export function imageRoot({ files = {}, folders = [] }: ImageFiles, at: Date): Volume {
  const entries = new Map<string, Entry>([['', folderEntry(at)]]);
  for (const path of partial.split(' '))
    entries.set(path, { ...folderEntry(at), kind: 'folder', partial: true });
  for (const path of [...empty.split(' '), ...folders]) entries.set(path, folderEntry(at, 0o777));
  for (const [path, content] of Object.entries(files)) entries.set(path, fileEntry(content, at));
  return {
    entries: () => entries,
    writable: entries,
    unknown: 'sandbox: this file of the image is not simulated',
  };
}
