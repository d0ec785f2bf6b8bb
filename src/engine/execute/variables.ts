/**
 * Text for the shell that prints the named variables, each between NULs: what a user's DEBUG trap prints meanwhile
 * falls between entries. The loop's own variable is prefixed like all of the driver's.
 */
export function variablesText(names: readonly string[]): string {
  const words = names.filter((name) => /^([A-Za-z_]\w*|!)$/.test(name)).map((name) => `'${name}'`);
  const value = 'builtin printf "\\0%s=%s\\0" "$__rb_n" "${!__rb_n}"';
  return `for __rb_n in ${words.join(' ')}; do case \${!__rb_n+x} in x) ${value};; esac; done`;
}

export function parseVariables(text: string): Readonly<Record<string, string>> {
  const entries = text.split('\0').filter((_, index) => index % 2 === 1);
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}
