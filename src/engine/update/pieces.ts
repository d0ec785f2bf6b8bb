/** A stretch of a new pattern: kept from the old one, or taken from the output. */
export type Piece = { readonly text: string; readonly fresh: boolean };

export function kept(text: string): Piece {
  return { text, fresh: false };
}

export function fresh(text: string): Piece {
  return { text, fresh: true };
}

/** What a fresh stretch is written as where it stands for anything. */
export const gap = '...';

/** The text of pieces, gaps that touch each other made one. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces
    .map(({ text }) => text)
    .join('')
    .replace(/(?:\.\.\.){2,}/g, gap);
}

/** Why a word of a pattern can't be made anew, as a clause. */
export function doubtAbout(source: string): string {
  return `it can't be told which word has come in place of \`${source}\``;
}
