/** What stands in an output where something was left out of it. */
export const gap = /(\n\[… \d+ bytes (?:left out|not shown) …\]\n)/;

/** Fewer characters of a secret say nothing. */
const shortest = 4;

/** So much of a text is looked for in forms; less may be the end of one. */
const headLength = 16;

/** How much at the start of a text is the end of a form whose beginning was left out. */
export function cutLength(text: string, forms: readonly string[]): number {
  const head = text.slice(0, headLength);
  let longest = 0;
  for (const form of forms) {
    for (let at = form.indexOf(head); at >= 0; at = form.indexOf(head, at + 1)) {
      if (text.startsWith(form.slice(at))) longest = Math.max(longest, form.length - at);
    }
    for (let size = Math.min(headLength, text.length); size >= Math.max(shortest, longest + 1); size--) {
      if (form.endsWith(text.slice(0, size))) longest = size;
    }
  }
  return longest < shortest ? 0 : longest;
}

/** Whether what a stream holds back, cut off here, would give something of a secret away. */
export function tells(held: string): boolean {
  return held.length >= shortest;
}
