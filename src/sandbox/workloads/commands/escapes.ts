const named: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Backslash escapes of `echo -e` and `printf`; unknown ones stay. */
export const unescapeText = (text: string): string =>
  text.replace(/\\([abfnrtv\\])/g, (_, letter: string) => named[letter] ?? letter);
