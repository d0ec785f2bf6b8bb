import type { Command } from '../command.ts';
import { linesOfFiles } from '../lines.ts';
import { optionValue, readOptions } from '../options.ts';

type Key = {
  readonly from: number;
  readonly to: number;
  readonly numeric: boolean;
  readonly reverse: boolean;
};

/** `sort`, by lines or fields, as in the C locale. */
export const sort: Command = async (call) => {
  const options = readOptions(call, { flags: 'nrubfVhs', valued: 'kto' });
  if (typeof options === 'number') return options;
  const { flags, values, operands } = options;
  const separator = optionValue(options, 't');
  const failures = { count: 0 };
  const lines: string[] = [];
  for await (const line of linesOfFiles(call, operands, failures))
    lines.push(line.toString().replace(/\n$/, ''));
  const keys = (values.get('k') ?? []).map((text) => keyOf(text, flags));
  const compare = comparison(keys.length ? keys : [whole(flags)], separator, flags);
  const sorted = lines.toSorted((one, other) => {
    const found = compare(one, other);
    return found || flags.has('u') || flags.has('s') ? found : byText(one, other) * (flags.has('r') ? -1 : 1);
  });
  let last: string | undefined;
  for (const line of sorted) {
    const same = last !== undefined && flags.has('u') && compare(last, line) === 0;
    if (!same && !call.io.stdout(`${line}\n`)) return 141;
    last = line;
  }
  return failures.count ? 2 : 0;
};

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const whole = (flags: ReadonlySet<string>): Key => ({
  from: 0,
  to: Number.POSITIVE_INFINITY,
  numeric: flags.has('n') || flags.has('h'),
  reverse: flags.has('r'),
});

/** `2`, `2,2`, `2nr`, `3,3n`. */
function keyOf(text: string, flags: ReadonlySet<string>): Key {
  const [, from = '1', own = '', to, more = ''] =
    /^(\d+)(?:\.\d+)?([a-z]*)(?:,(\d+)(?:\.\d+)?([a-z]*))?$/.exec(text) ?? [];
  const letters = own + more;
  return {
    from: Number(from) - 1,
    to: to === undefined ? Number.POSITIVE_INFINITY : Number(to),
    numeric: letters ? /[nh]/.test(letters) : flags.has('n') || flags.has('h'),
    reverse: letters ? letters.includes('r') : flags.has('r'),
  };
}

function comparison(keys: readonly Key[], separator: string | undefined, flags: ReadonlySet<string>) {
  const fold = (text: string): string => (flags.has('f') ? text.toUpperCase() : text);
  return (one: string, other: string): number => {
    for (const key of keys) {
      const [a, b] = [part(one, key, separator), part(other, key, separator)];
      const found = key.numeric
        ? number(a) - number(b)
        : flags.has('V')
          ? a.localeCompare(b, 'en', { numeric: true })
          : byText(fold(a), fold(b));
      if (found) return key.reverse ? -found : found;
    }
    return 0;
  };
}

function part(line: string, { from, to }: Key, separator: string | undefined): string {
  if (from === 0 && to === Number.POSITIVE_INFINITY) return line;
  const fields = separator === undefined ? (line.match(/[ \t]*[^ \t]+/g) ?? []) : line.split(separator);
  return fields.slice(from, to).join(separator ?? '');
}

const units: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

function number(text: string): number {
  const [, digits, unit = ''] = /^\s*(-?\d*\.?\d+)([KMGT]?)/.exec(text) ?? [];
  return digits === undefined ? 0 : Number(digits) * (units[unit] ?? 1);
}
