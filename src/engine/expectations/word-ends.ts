/**
 * Where words and numbers end. A word takes in the hyphens and points that stand inside it (`not-ready`, `v1.33`,
 * `example.com`); a number also its sign, its decimal point, groups of three digits, `%`, and the other half of a
 * fraction (`-5`, `.5`, `1,500`, `95%`, `2/3`); an IPv6 address is one word.
 */

/** Whether a text that begins at `at` begins in the middle of a word or number of the line. */
export function startsInside(line: string, at: number): boolean {
  const [before, first] = [line.charAt(at - 1), line.charAt(at)];
  if (!isWord(first)) return cutsNumber(line, at) || isInsideIpv6(line, at);
  if (isWord(before)) return true;
  if (isDigit(first) && isSign(before)) return true;
  if (before === '-') return isWord(line.charAt(skipHyphens(line, at - 1, -1)));
  if (before === '.') return isWord(line.charAt(at - 2)) || (isDigit(first) && line.charAt(at - 2) !== '.');
  return isInsideNumber(line, at) || isInsideIpv6(line, at);
}

/** Whether a text that ends before `at` ends in the middle of a word or number of the line. */
export function endsInside(line: string, at: number): boolean {
  const [last, behind] = [line.charAt(at - 1), line.charAt(at)];
  if (!isWord(last)) return cutsNumber(line, at - 1) || isInsideIpv6(line, at);
  if (isWord(behind)) return true;
  if (isDigit(last) && (behind === '%' || (behind === '\u2013' && isDigit(line.charAt(at + 1))))) return true;
  if (behind === '-') return isWord(line.charAt(skipHyphens(line, at, 1)));
  if (behind === '.') return isWord(line.charAt(at + 1));
  return isInsideNumber(line, at) || isInsideIpv6(line, at);
}

/** Letters, the marks on them, digits, `_`. */
function isWord(character: string): boolean {
  return /[\p{L}\p{M}\p{N}_]/u.test(character);
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function isSign(character: string): boolean {
  // The last two are the minus sign and the dash of a range.
  return character === '-' || character === '+' || character === '\u2212' || character === '\u2013';
}

/** The place of the first character from `at` on, in one direction, that is no hyphen. */
function skipHyphens(line: string, at: number, step: 1 | -1): number {
  let place = at;
  while (line.charAt(place) === '-') place += step;
  return place;
}

/** An author who writes `.json` or `web-` says where to cut; of a number nobody means a part: `.5` of `1.5`, `9.` of `9.5`. */
function cutsNumber(line: string, at: number): boolean {
  if (!isDigit(line.charAt(at - 1)) || !isDigit(line.charAt(at + 1))) return false;
  const mark = line.charAt(at);
  return mark === '.' || isSign(mark) || isInsideNumber(line, at);
}

/** Whether a place lies beside the comma of `1,500` or the stroke of `2/3`, and not of a list or a path. */
function isInsideNumber(line: string, at: number): boolean {
  const mark = /[,/]/.test(line.charAt(at - 1)) ? at - 1 : at;
  const joined = line.charAt(mark) === ',' ? grouped : line.charAt(mark) === '/' ? fraction : undefined;
  if (joined === undefined) return false;
  return joined.test(runAround(line, mark, /[\d,/.\p{L}\p{M}_]/u).text);
}

const grouped = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const fraction = /^\d+\/\d+$/;

function isInsideIpv6(line: string, at: number): boolean {
  if (line.charAt(at - 1) !== ':' && line.charAt(at) !== ':') return false;
  const { from, text } = runAround(line, at, /[\p{L}\p{M}\p{N}_:.]/u);
  return from < at && at < from + text.length && ipv6.test(text);
}

/** An address with `::`, or of eight groups; one of IPv4 may be its end. @see https://www.rfc-editor.org/rfc/rfc4291#section-2.2 */
const ipv6 =
  /^(?=.*(?:::|(?:[^:]*:){7}))(?!.*:::)(?:[\da-f]{0,4}:){2,8}(?:[\da-f]{0,4}|\d{1,3}(?:\.\d{1,3}){3})$/i;

/** No address or number is longer; a place in a longer run is in none. */
const longest = 64;

/** The run of such characters around a place, without what ends a sentence or a label. */
function runAround(
  line: string,
  at: number,
  characters: RegExp,
): { readonly from: number; readonly text: string } {
  let from = at;
  let to = at;
  while (from > 0 && at - from < longest && characters.test(line.charAt(from - 1))) from -= 1;
  while (to < line.length && to - at < longest && characters.test(line.charAt(to))) to += 1;
  return { from, text: line.slice(from, to).replace(/(?:(?<!:):|[.,]+)$/, '') };
}
