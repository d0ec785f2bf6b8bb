import type { SessionNames } from '../model/session.ts';

/**
 * Text for the shell that prints the named variables, each between NULs: what a user's DEBUG trap prints meanwhile
 * falls between entries. The loop's own variable is prefixed like all of the driver's.
 */
export function variablesText(names: readonly string[]): string {
  const value = 'builtin printf "\\0%s=%s\\0" "$__rb_n" "${!__rb_n}"';
  return `for __rb_n in ${wordsOf(names)}; do case \${!__rb_n+x} in x) ${value};; esac; done`;
}

function wordsOf(names: readonly string[]): string {
  const words = names.filter((name) => /^([A-Za-z_]\w*|!)$/.test(name)).map((name) => `'${name}'`);
  return words.join(' ');
}

/** Text that prints all values of variables, those of arrays one by one. */
export function valuesText(names: readonly string[]): string {
  const values = 'for __rb_w in "${!__rb_v}"; do builtin printf "\\0%s\\0" "$__rb_w"; done';
  return `for __rb_n in ${wordsOf(names)}; do __rb_v="$__rb_n[@]"; case \${!__rb_v+x} in x*) ${values};; esac; done; __rb_w= __rb_v=`;
}

/** Text that prints the names of all variables as one entry of lines, those of functions as another. */
export const namesText = [
  "builtin printf '\\0'",
  'builtin compgen -v',
  "builtin printf '\\0\\0'",
  'builtin compgen -A function',
  "builtin printf '\\0'",
].join('; ');

export function parseNames(text: string): SessionNames {
  const [variables = [], functions = []] = parseEntries(text).map((entry) =>
    entry.split('\n').filter(Boolean),
  );
  return { variables, functions };
}

export function parseEntries(text: string): readonly string[] {
  return text.split('\0').filter((_, index) => index % 2 === 1);
}

export function parseVariables(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parseEntries(text).map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
