import { posixRegex } from '../posix-regex.ts';
import { formatted } from '../text/printf.ts';
import { toNumber, toText, type Value } from './values.ts';

/** Functions of values alone. */
export const valueFunctions: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  int: ([value = 0]) => Math.trunc(toNumber(value)),
  sqrt: ([value = 0]) => Math.sqrt(toNumber(value)),
  exp: ([value = 0]) => Math.exp(toNumber(value)),
  log: ([value = 0]) => Math.log(toNumber(value)),
  sin: ([value = 0]) => Math.sin(toNumber(value)),
  cos: ([value = 0]) => Math.cos(toNumber(value)),
  atan2: ([y = 0, x = 0]) => Math.atan2(toNumber(y), toNumber(x)),
  rand: () => Math.random(),
  srand: () => 0,
  systime: () => Math.floor(Date.now() / 1000),
  tolower: ([value = '']) => toText(value).toLowerCase(),
  toupper: ([value = '']) => toText(value).toUpperCase(),
  index: ([text = '', part = '']) => toText(text).indexOf(toText(part)) + 1,
  substr: ([text = '', from = 1, length]) => {
    const start = Math.round(toNumber(from));
    const end = length === undefined ? Number.POSITIVE_INFINITY : start + Math.round(toNumber(length));
    return [...toText(text)].filter((_, at) => at + 1 >= start && at + 1 < end).join('');
  },
  sprintf: ([format = '', ...args]) => sprintf(toText(format), args),
};

/** `printf` of awk: `%c` of a number is the letter with that code. */
export function sprintf(format: string, args: readonly Value[]): string {
  const left = [...args];
  return format.replace(
    /%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?([a-zA-Z%])/g,
    (_, flags: string, width?: string, precision?: string, kind = '') => {
      if (kind === '%') return '%';
      const wide = width === '*' ? toNumber(left.shift() ?? 0) : Number(width ?? 0);
      const precise =
        precision === '*'
          ? toNumber(left.shift() ?? 0)
          : precision === undefined
            ? undefined
            : Number(precision);
      const value = left.shift() ?? '';
      const text =
        kind === 'c' && typeof value === 'number'
          ? String.fromCodePoint(value)
          : kind === 's' || kind === 'c'
            ? toText(value)
            : String(toNumber(value));
      return formatted(text, { flags, width: wide, precision: precise, kind });
    },
  );
}

const regexes = new Map<string, RegExp>();

/** A pattern, kept for the next record. */
export function regexOf(source: string): RegExp {
  const regex = regexes.get(source) ?? posixRegex(source, { extended: true });
  if (regexes.size > 500) regexes.clear();
  regexes.set(source, regex);
  return regex;
}

/** `sub` and `gsub`: the text with what fits replaced, and how often. `&` is what was found. */
export function substituted(
  text: string,
  source: string,
  replacement: string,
  all: boolean,
): { readonly text: string; readonly count: number } {
  let count = 0;
  const regex = new RegExp(regexOf(source).source, all ? 'g' : '');
  const changed = text.replace(regex, (found: string) => {
    count += 1;
    return replacement.replace(/\\\\&|\\&|&/g, (token) =>
      token === '&' ? found : token === '\\&' ? '&' : `\\${found}`,
    );
  });
  return { text: changed, count };
}
