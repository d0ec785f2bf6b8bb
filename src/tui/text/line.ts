/** A stretch of text in one style: SGR parameters such as `1;32`, empty for plain text. */
export type Span = { readonly text: string; readonly style: string };

/** One row of the terminal, as data: painted last, so that it can be measured, cut and tested. */
export type Line = readonly Span[];

export function span(text: string, style = ''): Span {
  return { text, style };
}

/** The text of a line without its styles. */
export function plainText(line: Line): string {
  return line.map(({ text }) => text).join('');
}

/** A line whose spans have one more style on top of their own. */
export function restyled(line: Line, style: string): Line {
  return line.map((part) => ({ text: part.text, style: both(style, part.style) }));
}

/** Two styles at once; either may be empty. */
export function both(one: string, other: string): string {
  return one === '' || other === '' ? one + other : `${one};${other}`;
}

/** Lines as text for a terminal; without colour, nothing but their text. */
export function paint(lines: readonly Line[], color: boolean): string {
  return lines.map((line) => (color ? line.map(painted).join('') : plainText(line))).join('\n');
}

function painted({ text, style }: Span): string {
  return style === '' || text === '' ? text : `\u001b[${style}m${text}\u001b[0m`;
}
