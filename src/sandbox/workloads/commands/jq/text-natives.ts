import { splitText } from './arithmetic.ts';
import { JqError, type Json } from './ast.ts';
import { combined, made, type Native, plain, textOf } from './native.ts';
import { matches, substituted } from './regular-expressions.ts';
import { indices, isList, membersOf } from './values.ts';

function strings(value: Json): Json {
  if (isList(value)) return value.map((code) => String.fromCodePoint(Number(code))).join('');
  throw new JqError('implode input must be an array');
}

const two = (value: number): string => String(value).padStart(2, '0');

function time(value: Json, format: Json): Json {
  const at = new Date(Number(value) * 1000);
  const parts: Readonly<Record<string, string>> = {
    Y: String(at.getUTCFullYear()),
    m: two(at.getUTCMonth() + 1),
    d: two(at.getUTCDate()),
    H: two(at.getUTCHours()),
    M: two(at.getUTCMinutes()),
    S: two(at.getUTCSeconds()),
    Z: 'UTC',
    '%': '%',
  };
  return String(format).replace(/%(.)/g, (_all, letter: string) => {
    const text = parts[letter];
    if (text === undefined) throw new JqError(`sandbox: strftime %${letter} of jq is not simulated`);
    return text;
  });
}

function positions(value: Json, of: Json): readonly Json[] {
  if (isList(value)) return (indices(value, isList(of) ? of : [of]) as readonly Json[] | null) ?? [];
  if (typeof value !== 'string' || typeof of !== 'string' || of === '') return [];
  const found: number[] = [];
  for (let at = value.indexOf(of); at >= 0; at = value.indexOf(of, at + 1))
    found.push([...value.slice(0, at)].length);
  return found;
}

/** Functions about texts and times. */
export const textNatives: Readonly<Record<string, Native>> = {
  'startswith/1': plain((value, start = '') =>
    textOf(value, 'searched').startsWith(textOf(start, 'searched for')),
  ),
  'endswith/1': plain((value, end = '') => textOf(value, 'searched').endsWith(textOf(end, 'searched for'))),
  'ltrimstr/1': plain((value, start = '') =>
    typeof value === 'string' && typeof start === 'string' && value.startsWith(start)
      ? value.slice(start.length)
      : value,
  ),
  'rtrimstr/1': plain((value, end = '') =>
    typeof value === 'string' && typeof end === 'string' && end !== '' && value.endsWith(end)
      ? value.slice(0, -end.length)
      : value,
  ),
  'trim/0': plain((value) => textOf(value, 'trimmed').trim()),
  'ltrim/0': plain((value) => textOf(value, 'trimmed').trimStart()),
  'rtrim/0': plain((value) => textOf(value, 'trimmed').trimEnd()),
  'split/1': plain((value, separator = '') =>
    splitText(textOf(value, 'split'), textOf(separator, 'used to split')),
  ),
  'join/1': plain((value, separator = '') =>
    membersOf(value)
      .map((one) => (one === null ? '' : typeof one === 'string' ? one : JSON.stringify(one)))
      .join(String(separator)),
  ),
  'explode/0': plain((value) => [...textOf(value, 'exploded')].map((letter) => letter.codePointAt(0) ?? 0)),
  'implode/0': plain(strings),
  'index/1': plain((value, of = null) => positions(value, of)[0] ?? null),
  'rindex/1': plain((value, of = null) => positions(value, of).at(-1) ?? null),
  'indices/1': plain((value, of = null) => positions(value, of)),
  'test/2': plain((value, pattern = '', flags = null) => matches(value, pattern, flags).length > 0),
  *'match/2'(input, args) {
    for (const [pattern = '', flags = null] of combined(args, input.value))
      for (const match of matches(input.value, pattern, flags)) yield made(match);
  },
  *'sub/3'(input, [pattern, by, flags]) {
    for (const { value: options } of flags?.(made(input.value)) ?? [])
      for (const { value: wanted } of pattern?.(made(input.value)) ?? [])
        yield made(
          substituted(input.value, { pattern: wanted, flags: options }, (captures) => {
            const [first] = by?.(made(captures)) ?? [];
            return textOf(first?.value ?? '', 'added to a string');
          }),
        );
  },
  'split/2': plain((value, pattern = '', flags = null) => {
    const text = textOf(value, 'split');
    let at = 0;
    const found = matches(value, pattern, `g${flags ?? ''}`).map(({ offset, length: size }) => {
      const piece = [...text].slice(at, offset).join('');
      at = offset + size;
      return piece;
    });
    return [...found, [...text].slice(at).join('')];
  }),
  'now/0': plain(() => Date.now() / 1000),
  'strftime/1': plain((value, format = '') => time(value, format)),
  'fromdate/0': plain((value) => Date.parse(textOf(value, 'parsed as a date')) / 1000),
  'fromdateiso8601/0': plain((value) => Date.parse(textOf(value, 'parsed as a date')) / 1000),
};
