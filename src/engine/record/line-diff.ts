import { diffArrays } from 'diff';

/** How many lines that didn't change are shown around those that did. */
const context = 2;

/** More lines than this tell no more. */
const most = 40;

type Line = { readonly text: string };

/**
 * The difference between what was recorded and what is there now, as the lines of a unified diff without its head.
 * `changed` is the first line of `now` that differs, or behind which something is missing.
 */
export function lineDiff<T extends Line>(
  recorded: readonly T[],
  now: readonly T[],
  isSame: (now: T, recorded: T) => boolean,
): { readonly diff: string; readonly changed: number } {
  const parts = diffArrays([...recorded], [...now], { comparator: (old, line) => isSame(line, old) });
  const lines = parts.flatMap(({ added, removed, value }) =>
    value.map(({ text }) => `${added ? '+' : removed ? '-' : ' '}${text}`),
  );
  const [first] = parts;
  const unchanged = first && !first.added && !first.removed ? first.value.length : 0;
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
