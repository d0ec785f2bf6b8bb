import { readFileSync } from 'node:fs';
import { sessionError } from './session-error.ts';

/** The file descriptors of the driver's two pipes in bash, as its text has them. */
const usual = [98, 99] as const;

/** Of so many, the usual ones are out of bash's way. */
const enough = 112;
/** bash keeps what a redirection replaces from 10 on, and its script at the upper end. */
const fewest = 32;
const fromTheEnd = 12;

/**
 * The driver's text with the descriptors that its pipes have where few can be open (`ulimit -n 64`).
 * @throws RunbookError where bash has no room for its own.
 */
export function withDescriptors(text: string, limit: number = openFilesLimit()): string {
  if (limit >= enough) return text;
  if (limit < fewest) {
    throw sessionError(`Only ${limit} files may be open at a time`, 'Allow more: `ulimit -n 1024`.');
  }
  return usual.reduce(
    (changed, number, index) => changed.replaceAll(`${number}`, `${limit - fromTheEnd + index}`),
    text,
  );
}

/** How many files a process of ours may have open; elsewhere than on Linux there are always enough. */
function openFilesLimit(): number {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}
