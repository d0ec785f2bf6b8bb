/** Characters of the basic plane that a word is made of, from U+0080 on, as `word-ends.ts` has them. */
const isLetter = /[\p{L}\p{M}\p{N}]/u;
const first = 0x80;
const end = 0x1_0000;

/**
 * Ranges of those characters: for each how many code points lie before it, since the last one, and how many it has.
 * Made from the engine's own notion, so that script and engine agree; lines of it fit the script.
 */
export function letterRanges(): string {
  const numbers: number[] = [];
  let inside = false;
  let since = first;
  for (let code = first; code <= end; code += 1) {
    const is = code < end && isLetter.test(String.fromCharCode(code));
    if (is === inside) continue;
    numbers.push(code - since);
    since = code;
    inside = is;
  }
  return lines(numbers.map(String), 110).join('\n');
}

function lines(words: readonly string[], width: number): readonly string[] {
  const rows: string[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row === undefined || row.length + word.length >= width) rows.push(word);
    else rows[rows.length - 1] = `${row} ${word}`;
  }
  return rows;
}
