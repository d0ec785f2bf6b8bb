import { diffArrays } from 'diff';
import { saysTheSame } from './says-the-same.ts';

/** How many lines that didn't change are shown around those that did. */
const context = 2;

/** More lines than this tell no more. */
const most = 40;

/**
 * The difference between what was recorded and what is there now, as the lines of a unified diff without its head.
 * `changed` is the first line of `now` that differs, or behind which something is missing.
 */
export function lineDiff(
  recorded: readonly string[],
  now: readonly string[],
): { readonly diff: string; readonly changed: number } {
  const parts = diffArrays([...recorded], [...now], { comparator: (old, line) => saysTheSame(line, old) });
  const lines = parts.flatMap(({ added, removed, value }) =>
    value.map((line) => `${added ? '+' : removed ? '-' : ' '}${line}`),
  );
  const unchanged = parts[0] && !parts[0].added && !parts[0].removed ? parts[0].value.length : 0;
  const changed = Math.min(unchanged, Math.max(0, now.length - 1));
  return { diff: shortened(lines.filter((_, at) => isNear(lines, at))).join('\n'), changed };
}

function isNear(lines: readonly string[], at: number): boolean {
  return lines.slice(Math.max(0, at - context), at + context + 1).some((line) => !line.startsWith(' '));
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), ` … ${lines.length - most + 1} more lines`];
}
