import type { Span } from '../model/source.ts';
import { type BlockText, spanIn } from '../parse/block-text.ts';
import type { Comment } from '../parse/comments.ts';
import { type Lines, lineAt, lineText } from '../parse/lines.ts';
import type { Unit } from '../shell/split-statements.ts';
import { directiveOf, refusal } from './arrows/check-line.ts';
import { isSeen, targetOf } from './arrows/check-target.ts';
import { arrowsIn, type ReadCheck } from './arrows/gap-checks.ts';
import type { Edit } from './edits.ts';
import { isExpectation, prefixAt, type ShellGaps } from './shell-gaps.ts';

/** What turns the arrow comments below one command into expectations; `span` is that of the first of them. */
export type Conversion = { readonly edits: readonly Edit[]; readonly span: Span };

/** `all`: arrows of ASCII characters and arrows behind a command too, which may be prose. */
export type ArrowOptions = { readonly all: boolean };

/** Whether an arrow comment is taken for an expectation. */
export function takes(
  { place }: Comment,
  { ascii }: { readonly ascii: boolean },
  { all }: ArrowOptions,
): boolean {
  return all || (place === 'alone' && !ascii);
}

/** Reads the arrow comments of a shell block; those below one command are converted together or not at all. */
export function conversionsIn(gaps: ShellGaps, lines: Lines, options: ArrowOptions): readonly Conversion[] {
  const { block, units, below } = gaps;
  const conversions: Conversion[] = [];
  let first = 0;
  for (const [index, comments] of below.entries()) {
    const { checks } = arrowsIn({ text: block.text, comments }, (comment, arrow) =>
      takes(comment, arrow, options),
    );
    const sound = checks.filter(({ check }) => refusal(check) === undefined);
    const isGroup = comments.some(isExpectation) || (gaps.closed && index === units.length - 1);
    const start = sound[0]?.comment;
    let target = index;
    if (start !== undefined && units.slice(first, index + 1).some(isSeen)) {
      if (!isGroup) target = lastOnItsLine(block, units, targetOf(units, first, index), index);
      const edits = editsFor(sound, { block, lines, units, index, target });
      conversions.push({ edits, span: spanIn(block, start.from, start.to) });
      first = target + 1;
    }
    if (isGroup) first = index + 1;
  }
  return conversions;
}

/** Nothing can be put between two commands on one line. */
function lastOnItsLine(block: BlockText, units: readonly Unit[], target: number, otherwise: number): number {
  const next = units[target + 1];
  const end = (units[target]?.to ?? 1) - 1;
  return next && lineAt(block.starts, next.from) === lineAt(block.starts, end) ? otherwise : target;
}

type Place = {
  readonly block: BlockText;
  readonly lines: Lines;
  readonly units: readonly Unit[];
  /** The unit above the comments, and the one that they belong below. */
  readonly index: number;
  readonly target: number;
};

function editsFor(checks: readonly ReadCheck[], place: Place): readonly Edit[] {
  const stays = ({ comment }: ReadCheck) => place.target === place.index && comment.place === 'alone';
  const come = checks.filter((read) => !stays(read));
  return [
    ...(come.length > 0 ? [insertion(come, place)] : []),
    ...checks.map((read) => (stays(read) ? replacement(read, place) : removal(read.comment, place))),
  ];
}

function replacement({ comment, check }: ReadCheck, place: Place): Edit {
  return { ...wholeLine(comment.from, place), text: prefix(place) + directiveOf(check) };
}

function removal(comment: Comment, { block, lines }: Place): Edit {
  const { line, offset } = spanIn(block, comment.from, comment.to).start;
  const from = lines.starts[line - 1] ?? 0;
  if (comment.place === 'alone') return { from, to: lines.starts[line] ?? lines.text.length, text: '' };
  const kept = lines.text.slice(from, offset).trimEnd();
  return { from: from + kept.length, to: from + lineText(lines, line).length, text: '' };
}

/** Lines below the command that the checks belong to, with the line end that it has. */
function insertion(checks: readonly ReadCheck[], place: Place): Edit {
  const { to } = wholeLine((place.units[place.target]?.to ?? 1) - 1, place);
  const lineEnd = /^(?:\r\n|\r|\n)/.exec(place.lines.text.slice(to, to + 2))?.[0] ?? '\n';
  const written = checks.map(({ check }) => lineEnd + prefix(place) + directiveOf(check));
  return { from: to, to, text: written.join('') };
}

function prefix({ lines, block, units, target }: Place): string {
  return prefixAt(lines, block, units[target]?.from ?? 0);
}

/** The line of the file that an offset in the block stands on. */
function wholeLine(offset: number, { block, lines }: Place): { readonly from: number; readonly to: number } {
  const { line } = spanIn(block, offset, offset).start;
  const from = lines.starts[line - 1] ?? 0;
  return { from, to: from + lineText(lines, line).length };
}
