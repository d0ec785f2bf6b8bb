import { publicNames } from './public-names.ts';

/**
 * The known repository that a name was probably meant to be: `library/nginx` for `library/ngnix`. Undefined for a
 * known name, and for one that is like none: that may be anybody's own.
 */
export function nearMiss(repository: string, known: Iterable<string> = publicNames): string | undefined {
  const names = [...known];
  if (names.includes(repository)) return undefined;
  const [owner, name] = parted(repository);
  return names.find((candidate) => {
    const [otherOwner, otherName] = parted(candidate);
    if (owner === otherOwner) return isSlip(name, otherName);
    return name === otherName && isSlip(owner, otherOwner);
  });
}

function parted(repository: string): readonly [string, string] {
  const at = repository.lastIndexOf('/');
  return [repository.slice(0, Math.max(0, at)), repository.slice(at + 1)];
}

/** Shortest name of which a slip can be told from another name. */
const shortest = 5;

/** Whether two names differ as a slip of the keyboard does; `postgres16` is another name than `postgres`. */
function isSlip(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < shortest) return false;
  const plain = (name: string): string => name.replace(/[-_.]/g, '');
  if (plain(one) === plain(other)) return true;
  if (one.replace(/\d+/g, '') === other.replace(/\d+/g, '')) return false;
  const reach = Math.min(one.length, other.length) >= 8 ? 2 : 1;
  return distance(one, other) <= reach;
}

/** Edit distance in which two neighbours that changed places are one edit (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      const above = rows[i - 1] ?? [];
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (i > 1 && j > 1 && swapped) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
