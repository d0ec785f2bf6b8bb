import type { Range } from './shapes.ts';

/** Shorter base64 holds no token and no key. */
const shortest = 40;

/** Stretches of a text that are base64 and long enough to hold a secret, with their padding. */
export function base64Runs(text: string): readonly Range[] {
  const runs: Range[] = [];
  // One character of each stretch so long is at such a place: the others are looked at around those only.
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--;
    let to = at + 1;
    while (to < text.length && isDigit(text.charCodeAt(to))) to++;
    at = to;
    if (to - from < shortest) continue;
    while (to < at + 2 && text[to] === '=') to++;
    runs.push({ from, to });
  }
  return runs;
}

/** Of the ordinary alphabet: letters, digits, `+` and `/`. */
function isDigit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43
  );
}
