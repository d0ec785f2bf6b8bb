import { holesIn } from '../expectations/volatile.ts';

/** A row pattern for a line of output, with `...` where a word will be another one next time. */
export function tolerantRow(line: string): string {
  const words = line.trim().split(/\s+/).map(tolerantWord);
  while (words.at(-1) === '...') words.pop();
  return words.join(' ');
}

/** A line of an `output` fence, as it is but for words that will be others next time. */
export function tolerantLine(line: string): string {
  return line.replace(/\S+/g, tolerantWord);
}

/** The words of a line that will be others next time. */
export function volatileWords(line: string): readonly string[] {
  return line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && tolerantWord(word) !== word);
}

/** A placeholder of an author: three or more of the letter X in a word. */
const placeholder = /[\w.-]*X{3,}[\w.X-]*/;

/** Quotes and marks around a word stay: `"web-67fc698978-2f9wc",` */
function tolerantWord(word: string): string {
  const written = word.replace(new RegExp(`^(["'\`([{]*)${placeholder.source}(["'\`)\\]},;]*)$`), '$1...$2');
  if (written !== word) return written;
  return holesIn(word).reduceRight(
    (text, { from, to, kind }) =>
      `${text.slice(0, from)}${kind === 'gap' ? '...' : 'x.x.x.x'}${text.slice(to)}`,
    word,
  );
}
