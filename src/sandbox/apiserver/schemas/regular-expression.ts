/**
 * A regular expression in Go's syntax (RE2) as one of the platform's. Both agree on nearly all that schemas use; named
 * groups, flags at the start, POSIX classes and the anchors of a whole text are written differently.
 * @throws SyntaxError for what has no counterpart
 */
export function regularExpression(pattern: string, flags = ''): RegExp {
  const [, inline = '', rest = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  const source = rest
    .replaceAll('(?P<', '(?<')
    .replace(/\[:(\^?)(\w+):\]/g, (whole, not: string, name: string) =>
      not ? whole : (posix[name] ?? whole),
    )
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$');
  try {
    return new RegExp(source, `${flags}${inline}u`);
  } catch {
    // Go lets more be escaped than the Unicode mode does.
    return new RegExp(source, `${flags}${inline}`);
  }
}

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
