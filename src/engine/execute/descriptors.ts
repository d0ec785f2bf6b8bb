import { readFileSync } from 'node:fs';
import { sessionError } from './session-error.ts';

/** Of so many, 98 and 99 are out of bash's way. */
const enough = 112;
/** bash keeps what a redirection replaces from 10 on, and its script at the upper end. */
const fewest = 32;
const fromTheEnd = 12;

/**
 * The driver's text, which has 98 and 99 for its two pipes, with the descriptors that they have where few can be open
 * (`ulimit -n 64`).
 * @throws RunbookError where bash has no room for its own.
 */
export function withDescriptors(text: string, limit: number = openFilesLimit()): string {
  if (limit >= enough) return text;
  if (limit < fewest) {
    throw sessionError(`Only ${limit} files may be open at a time`, 'Allow more: `ulimit -n 1024`.');
  }
  const first = limit - fromTheEnd;
  return text.replaceAll(/\b9[89]\b/g, (usual) => String(first + Number(usual) - 98));
}

/** How many files a process of ours may have open; elsewhere than on Linux there are always enough. */
function openFilesLimit(): number {
  if (process.platform !== 'linux') return Number.POSITIVE_INFINITY;
  const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}
