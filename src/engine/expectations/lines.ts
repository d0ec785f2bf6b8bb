/** The lines of a piece of text; the end of the last line starts no new one. */
export function* linesIn(piece: string): Generator<string> {
  for (let at = 0; at < piece.length; ) {
    const newline = piece.indexOf('\n', at);
    const end = newline < 0 ? piece.length : newline;
    yield piece.slice(at, end);
    at = end + 1;
  }
}

/** Those lines of a piece that hold a literal text, found without looking at the others one by one. */
export function* linesWith(piece: string, literal: string): Generator<string> {
  for (let at = piece.indexOf(literal); at >= 0; ) {
    const from = piece.lastIndexOf('\n', at - 1) + 1;
    const newline = piece.indexOf('\n', at);
    const end = newline < 0 ? piece.length : newline;
    yield piece.slice(from, end);
    at = newline < 0 ? -1 : piece.indexOf(literal, end + 1);
  }
}
