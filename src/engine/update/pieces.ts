/** A stretch of a new pattern: kept from the old one, or taken from the output. */
export type Piece = {
  readonly text: string;
  readonly fresh: boolean;
  /** It is part of a date or the like, which is that of now as a whole or not at all. */
  readonly moment?: number;
};

export function kept(text: string, moment?: number): Piece {
  return { text, fresh: false, ...(moment === undefined ? {} : { moment }) };
}

export function fresh(text: string, moment?: number): Piece {
  return { text, fresh: true, ...(moment === undefined ? {} : { moment }) };
}

/** What a fresh stretch is written as where it stands for anything. */
export const gap = '...';

/** The text of pieces, gaps that touch each other made one. */
export function textOf(pieces: readonly Piece[]): string {
  return joined(wholeMoments(pieces))
    .map(({ text }) => text)
    .join('')
    .replace(/(?:\.\.\.){2,}/g, gap);
}

/** Of a date of which a part has changed the rest will change too: tomorrow, next month. */
export function wholeMoments(pieces: readonly Piece[]): readonly Piece[] {
  const changed = new Set(pieces.flatMap((piece) => (piece.fresh ? (piece.moment ?? []) : [])));
  return pieces.map((piece) =>
    piece.moment !== undefined && changed.has(piece.moment) ? fresh(gap, piece.moment) : piece,
  );
}

/** Gaps of one date are one gap, the blanks between them included. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = [];
  let pending: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    const isOfDate = piece.moment !== undefined || last?.moment !== undefined;
    const isSame = piece.text === gap && last?.text === gap && isOfDate;
    if (isSame) pending = [];
    else if (last?.text === gap && last.moment !== undefined && /^\s+$/.test(piece.text)) pending.push(piece);
    else {
      result.push(...pending, piece);
      pending = [];
    }
  }
  return [...result, ...pending];
}

/** Why a word of a pattern can't be made anew, as a clause. */
export function doubtAbout(source: string): string {
  return `it can't be told which word has come in place of \`${source}\``;
}
