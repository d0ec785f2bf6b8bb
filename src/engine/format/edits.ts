/** A stretch of a text in UTF-16 offsets, `to` exclusive. */
export type Range = { readonly from: number; readonly to: number };

/** Puts a text in place of a stretch; offsets are in the text as it was. An insertion has an empty stretch. */
export type Edit = Range & { readonly text: string };

/** An edited text; `originOf` tells which offset of the text before an offset in it comes from. */
type Edited = { readonly text: string; originOf(offset: number): number };

/** A piece of the edited text: `at` is where it begins there, `from` where it comes from; inserted text comes from one place. */
type Piece = { readonly at: number; readonly from: number; readonly kept: boolean };

/** The text with edits applied, as `edited` does. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edited(text, edits).text;
}

/**
 * Applies edits in any order; several insertions at one place in the order given. Everything outside them stays as it
 * is, byte for byte. @throws Error when two of them overlap, which is a bug of whoever made them.
 */
export function edited(text: string, edits: readonly Edit[]): Edited {
  const pieces: Piece[] = [];
  let done = '';
  let at = 0;
  for (const edit of edits.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    if (edit.from < at || edit.to < edit.from) throw new Error(`edits overlap at offset ${edit.from}`);
    pieces.push({ at: done.length, from: at, kept: true });
    done += text.slice(at, edit.from);
    pieces.push({ at: done.length, from: edit.from, kept: false });
    done += edit.text;
    at = edit.to;
  }
  pieces.push({ at: done.length, from: at, kept: true });
  return { text: done + text.slice(at), originOf: (offset) => origin(pieces, offset) };
}

function origin(pieces: readonly Piece[], offset: number): number {
  const piece = pieces.findLast(({ at }) => at <= offset);
  if (!piece) return offset;
  return piece.kept ? piece.from + offset - piece.at : piece.from;
}
