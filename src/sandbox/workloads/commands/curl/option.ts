import type { Settings } from './settings.ts';

/** An option of curl: its long name, its letter, and what it changes. */
export type Option = { readonly long: string; readonly short?: string } & (
  | { readonly takes: 'nothing'; readonly apply: (settings: Settings) => void }
  | { readonly takes: 'text'; readonly apply: (settings: Settings, text: string) => void }
  | { readonly takes: 'number'; readonly apply: (settings: Settings, value: number) => void }
);

/** An option without a value, by its names: `insecure k`. */
export const flag = (names: string, apply: (settings: Settings) => void): Option => ({
  ...named(names),
  takes: 'nothing',
  apply,
});
/** An option with a text. */
export const text = (names: string, apply: (settings: Settings, text: string) => void): Option => ({
  ...named(names),
  takes: 'text',
  apply,
});
/** An option with a number. */
export const number = (names: string, apply: (settings: Settings, value: number) => void): Option => ({
  ...named(names),
  takes: 'number',
  apply,
});

function named(names: string): { readonly long: string; readonly short?: string } {
  const [long = '', short] = names.split(' ');
  return { long, ...(short ? { short } : {}) };
}
