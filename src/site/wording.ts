import type { PhrasingContent } from 'mdast';
import { text } from './element.ts';
import { english, type Strings } from './strings.ts';

type Key = keyof Strings;
type Counted = 'checks' | 'lines';

/** What a page is worded with: its site's strings, and how its language writes days and counts. */
export type Wording = {
  /** A string with its values in place of `{name}`. */
  say(key: Key, values?: Readonly<Record<string, string | number>>): string;
  /** The same where values are nodes. */
  nodes(key: Key, values: Readonly<Record<string, readonly PhrasingContent[]>>): PhrasingContent[];
  /** `1 check`, `2 checks`. */
  count(what: Counted, count: number): string;
  /** `2026-01-31` as `31 January 2026`. */
  day(day: string): string;
};

/** Strings of a site, by the keys of the table; a count may have more plurals than English. */
export type Translations = Readonly<Partial<Record<Key | `${Counted}.${Intl.LDMLPluralRule}`, string>>>;

/** How a site words its pages. Strings that aren't given stay English; `lang` is a BCP 47 tag. */
export type WordingOptions = {
  readonly strings?: Translations | undefined;
  readonly lang?: string | undefined;
};

/** A key that no page has, if there is one. */
export const unknownKey = (strings: object): string | undefined =>
  Object.keys(strings).find(
    (key) => !Object.hasOwn(english, key.replace(/\.(?:zero|two|few|many)$/, '.other')),
  );

/** @throws Error for a key that no page has, which would be one that is misspelt. */
export function wordingOf({ strings = {}, lang = 'en-GB' }: WordingOptions): Wording {
  const unknown = unknownKey(strings);
  if (unknown !== undefined) throw new Error(`runbook: no page has the string \`${unknown}\`.`);
  const all: Readonly<Record<string, string | undefined>> = { ...english, ...strings };
  const template = (key: string): string => all[key] ?? '';
  const say: Wording['say'] = (key, values = {}) => filled(template(key), values);
  return {
    say,
    nodes: (key, values) =>
      template(key)
        .split(/(\{\w+\})/)
        .flatMap((part) => values[/^\{(\w+)\}$/.exec(part)?.[1] ?? ''] ?? (part === '' ? [] : [text(part)])),
    count: (what, count) => {
      const own = `${what}.${new Intl.PluralRules(lang).select(count)}`;
      return filled(all[own] ?? template(`${what}.other`), { count: count.toLocaleString(lang) });
    },
    day: (day) => {
      const date = new Date(day);
      const format = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' });
      return Number.isNaN(date.getTime()) ? day : format.format(date).replace(' ', '\u00a0');
    },
  };
}

function filled(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
