/** `$(NAME)` of a known variable; what isn't known stays, and `$$` is a dollar sign. */
export const expand = (value: string, known: Readonly<Record<string, string>>): string =>
  value.replace(/\$\$|\$\(([^)]+)\)/g, (text, name: string | undefined) =>
    name === undefined ? '$' : (known[name] ?? text),
  );
