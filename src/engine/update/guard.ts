import { hazardIn } from '../lint/pasting-hazard.ts';
import { fresh, gap, type Piece } from './pieces.ts';

/** What would be read as something else than its characters: the mark of a note, a variable. */
const special = /(?:^|(?<=\s))[—←#](?=\s|$)|\$\{[A-Za-z_]\w*\}/u;

/**
 * Pieces of a pattern in which nothing from the output has a meaning of its own: what would begin a note, be read as a
 * variable, or run when a reader pastes the line, becomes a gap. `before` is what stands before the pattern on its line.
 */
export function guarded(pieces: readonly Piece[], before: string): readonly Piece[] {
  return withGaps(unspecial(pieces), (text) => {
    const hazard = hazardIn(before + text);
    return hazard && hazard.from - before.length;
  });
}

/** Pieces in which nothing from the output is read as something else than its characters; they aren't pasted. */
export function unspecial(pieces: readonly Piece[]): readonly Piece[] {
  return withGaps(pieces, (text) => special.exec(text)?.index);
}

/** Makes gaps of the pieces in which something is found; what the old pattern had already is its author's. */
function withGaps(pieces: readonly Piece[], find: (text: string) => number | undefined): readonly Piece[] {
  let result = pieces;
  let seen = pieces;
  for (;;) {
    const at = find(seen.map(({ text }) => text).join(''));
    const index = at === undefined ? -1 : pieceAt(seen, at);
    const piece = seen[index];
    if (!piece || /^\s*$/.test(piece.text)) return result;
    const isFresh = piece.fresh && piece.text !== gap;
    if (isFresh) result = result.with(index, fresh(gap));
    seen = seen.with(index, isFresh ? fresh(gap) : { ...piece, text: ' '.repeat(piece.text.length) });
  }
}

function pieceAt(pieces: readonly Piece[], offset: number): number {
  let end = 0;
  return pieces.findIndex(({ text }) => {
    end += text.length;
    return offset < end;
  });
}
