import type { Unit } from '../shell/split-statements.ts';

/** Where a comment stands: alone between commands, behind a command, or below a line that ends in `\`. */
type CommentPlace = 'alone' | 'trailing' | 'continued';

/** A comment outside of commands. `text` starts at its `#`, or what else begins a comment in its language; offsets are in the block's text, `to` exclusive. */
export type Comment = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly place: CommentPlace;
};

/** The comments between the end of one unit and the start of the next, in order. */
export function commentsBetween(text: string, from: number, to: number): readonly Comment[] {
  const comments: Comment[] = [];
  let continued = false;
  for (let at = from; at < to; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 || newline >= to ? to : newline;
    const line = text.slice(at, end);
    const hash = line.indexOf('#');
    if (hash >= 0) {
      const fromLineStart = at === 0 || text[at - 1] === '\n';
      const alone = fromLineStart && line.slice(0, hash).trim() === '';
      const place = !alone ? 'trailing' : continued ? 'continued' : 'alone';
      comments.push({
        text: line.slice(hash).trimEnd(),
        from: at + hash,
        to: at + line.trimEnd().length,
        place,
      });
    }
    continued = /\\$/.test(line) && hash < 0;
    at = end + 1;
  }
  return comments;
}

/** Lines inside a unit that begin with `#`: comments in a loop or a pipe, or data of a here-document or a quote. */
export function hashLinesIn(text: string, unit: Unit): readonly Comment[] {
  const inside = text.slice(unit.from, unit.to);
  if (!inside.includes('#')) return [];
  return [...inside.matchAll(/^[ \t]*(#.*)$/gm)].map((match) => {
    const comment = match[1] ?? '';
    const from = unit.from + match.index + match[0].length - comment.length;
    return { text: comment.trimEnd(), from, to: from + comment.trimEnd().length, place: 'alone' };
  });
}
