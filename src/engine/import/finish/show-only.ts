import type { Range } from '../../format/edits.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { fenceLines } from '../fence-text.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type BlockPiece, piecesOf } from './pieces.ts';

/** A stretch of the document that can't run, why, and what the engine said of it. */
export type Hindered = { readonly at: Range; readonly why: string; readonly message: string };

/** Gives the commands of a block that can't run a fence of their own, with `skip`. */
export function showOnly(
  fence: FenceSource,
  found: readonly Hindered[],
  { lineEnd }: ImportSource,
): Conversion {
  const pieces = piecesOf(
    fence,
    found.map(({ at, why }) => ({ from: offsetIn(fence, at.from), to: offsetIn(fence, at.to), why })),
  );
  const alone = pieces.length === 1;
  const [only] = pieces;
  const edit = alone
    ? { from: fence.infoAt.to, to: fence.infoAt.to, text: ` ${skip(only?.why ?? found[0]?.why ?? '')}` }
    : replaceFence(fence, cutUp(fence, pieces), lineEnd);
  const remarks = unique(found).map(({ at, message }): Remark => {
    const what = alone ? 'The block is' : 'The command is';
    return { kind: 'note', at, message: `${message} ${what} shown and not run (\`skip\`).` };
  });
  return { edits: [edit], remarks };
}

function skip(why: string): string {
  return `skip="${why.replace(/[\\"]/g, '\\$&')}"`;
}

/** One remark for each place, and not one for each block when they say the same. */
function unique(found: readonly Hindered[]): readonly Hindered[] {
  return found.filter(({ message }, index) => found.findIndex((each) => each.message === message) === index);
}

/** The name of a block stays with its first part. */
function cutUp({ infoAt, info }: FenceSource, pieces: readonly BlockPiece[]): readonly string[] {
  const name = info.words.find(({ key }) => key === 'name');
  const unnamed = name
    ? `${infoAt.text.slice(0, name.from - infoAt.from - 1)}${infoAt.text.slice(name.to - infoAt.from)}`
    : infoAt.text;
  return pieces
    .map(({ rows, why }, index) => ({ rows: trimmed(rows), why, info: index === 0 ? infoAt.text : unnamed }))
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ rows, why, info: own }, index) => {
      const fence = fenceLines(why === undefined ? own : `${own} ${skip(why)}`, rows);
      return index === 0 ? fence : ['', ...fence];
    });
}

function trimmed(rows: readonly string[]): readonly string[] {
  const first = rows.findIndex((row) => row.trim() !== '');
  const last = rows.findLastIndex((row) => row.trim() !== '');
  return first < 0 ? [] : rows.slice(first, last + 1);
}

/** Where an offset of the document stands in the joined rows of a block. */
function offsetIn({ rows }: FenceSource, offset: number): number {
  let at = 0;
  for (const { text, from, to } of rows) {
    if (offset <= to)
      return at + Math.min(text.length, Math.max(0, text.length - (to - Math.max(offset, from))));
    at += text.length + 1;
  }
  return at;
}
