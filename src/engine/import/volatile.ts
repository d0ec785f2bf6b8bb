/** What differs from run to run, as a whole word or as the end of one. The order matters: the first that fits is taken. */
const volatile: readonly (readonly [RegExp, string])[] = [
  // Placeholders of authors: three or more of the letter X in a word.
  [/^[\w.-]*X{3,}[\w.X-]*$/, '...'],
  // Names of pods: deployment, hash of the template, five more.
  [/^(.+?)-[0-9a-f]{6,10}-[0-9a-z]{5}$/, '$1-...'],
  // Names of replica sets.
  [/^(.+?)-(?=[0-9a-f]*\d)[0-9a-f]{8,10}$/, '$1-...'],
  [/^\d{1,3}(?:\.\d{1,3}){3}((?:[:/]\d+\S*)?)$/, 'x.x.x.x$1'],
  // Ages as kubectl prints them.
  [/^(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/, '...'],
  // Dates, times, UUIDs, digests.
  [/^\d{4}-\d\d-\d\d(?:T\S+)?$/, '...'],
  [/^\d\d:\d\d:\d\d(?:[.,]\d+)?\S*$/, '...'],
  [/^[0-9a-f]{8}-[0-9a-f]{4}-\S+$/i, '...'],
  [/^(sha256:)?(?=[0-9a-f]*\d)[0-9a-f]{12,64}$/, '$1...'],
];

/** A row pattern for a line of output, with `...` where a word will be another one next time. */
export function tolerantRow(line: string): string {
  const words = line.trim().split(/\s+/).map(tolerantWord);
  while (words.at(-1) === '...') words.pop();
  return words.join(' ');
}

/** The words of a line that will be others next time. */
export function volatileWords(line: string): readonly string[] {
  return line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && tolerantWord(word) !== word);
}

/** Quotes and marks around a word stay: `"web-67fc698978-2f9wc",` */
function tolerantWord(word: string): string {
  const [, before = '', inner = '', after = ''] = /^(["'`([{]*)(.*?)(["'`)\]},;]*)$/.exec(word) ?? [];
  for (const [form, hole] of volatile) {
    if (inner !== '' && form.test(inner)) return before + inner.replace(form, hole) + after;
  }
  return word;
}
