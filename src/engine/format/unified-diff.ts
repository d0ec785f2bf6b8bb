import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A file before, unless it is a new one, and after. `file` is relative to where a patch of it will be applied. */
type Change = { readonly file: string; readonly before: string | undefined; readonly after: string };

/**
 * The difference between two texts of a file as a unified diff, which `git apply` and `patch -p1` take in the folder
 * that `file` is relative to; empty when there is none. Ends in a line end.
 */
export function unifiedDiff({ file, before, after }: Change): string {
  if (before === after) return '';
  const name = file.replace(/^\/+/, '');
  const from = before === undefined ? '/dev/null' : `a/${name}`;
  const patch = createTwoFilesPatch(from, `b/${name}`, before ?? '', after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  // Without the tab git takes what follows a blank in a name for a date. @see git-diff, "a/path with space\t"
  return file.includes(' ') ? patch.replace(/^(?:---|\+\+\+) .*[^"]$/gm, ends(2)) : patch;
}

/** Adds a tab to the first lines of a patch that are its file names. */
function ends(most: number): (line: string) => string {
  let seen = 0;
  return (line) => {
    seen += 1;
    return seen <= most ? `${line}\t` : line;
  };
}
