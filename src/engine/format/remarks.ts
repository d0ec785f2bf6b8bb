import type { Span } from '../model/source.ts';
import { spanIn } from '../parse/block-text.ts';
import { type Comment, hashLinesIn } from '../parse/comments.ts';
import { isData } from '../parse/is-data.ts';
import { recognise } from '../parse/recognise.ts';
import { isRepeatable } from '../parse/repeat.ts';
import { arrowCheck, arrowOf } from './arrows/arrow-check.ts';
import { directiveOf, refusal } from './arrows/check-line.ts';
import { isSeen } from './arrows/check-target.ts';
import { notedTable } from './arrows/gap-checks.ts';
import { hintedChecks, hintedSeconds, patience } from './arrows/hinted-checks.ts';
import { type ArrowOptions, takes } from './convert-arrows.ts';
import { isExpectation, type ShellGaps } from './shell-gaps.ts';

/** Something a person should know, or could do, about a line of a document: nothing that is done unasked. */
export type Remark = { readonly span: Span; readonly message: string; readonly hint?: string };

type Note = Omit<Remark, 'span'>;

/** What comments in a formatted document say that could be checked and isn't: arrows that stay, tables, hints in prose. */
export function remarksOn(blocks: readonly ShellGaps[], options: ArrowOptions): readonly Remark[] {
  return blocks.flatMap((gaps) => {
    const at = (comment: Comment, note: Note): Remark => ({
      span: spanIn(gaps.block, comment.from, comment.to),
      ...note,
    });
    const above = gaps.above.flatMap((comment) => {
      const note = arrowOf(comment.text) ? nothingAbove : hintNote(comment, gaps, -1);
      return note ? [at(comment, note)] : [];
    });
    const rest = gaps.units.flatMap((_, index) => [
      ...insideNotes(gaps, index).map(([comment, note]) => at(comment, note)),
      ...belowNotes(gaps, index, options).map(([comment, note]) => at(comment, note)),
    ]);
    return [...above, ...rest];
  });
}

const nothingAbove: Note = {
  message: 'no command stands above this arrow in its block',
  hint: 'Move it below the command that it is about.',
};

type Noted = readonly [Comment, Note];

function insideNotes({ block, units }: ShellGaps, index: number): readonly Noted[] {
  const unit = units[index];
  if (!unit) return [];
  const arrows = hashLinesIn(block.text, unit).filter(
    ({ text, from }) => arrowOf(text) && !isData(unit, from),
  );
  const { line } = spanIn(block, unit.to - 1, unit.to).start;
  return arrows.map((comment) => [
    comment,
    {
      message: 'this arrow stands inside a command',
      hint: `Move it below line ${line}, where the command ends.`,
    },
  ]);
}

function belowNotes(gaps: ShellGaps, index: number, options: ArrowOptions): readonly Noted[] {
  const comments = gaps.below[index] ?? [];
  const table = isChecked(gaps, index)
    ? []
    : notedTable({ text: gaps.block.text, comments }, gaps.units[index]?.to ?? 0);
  const rows = new Set(table.map(({ comment }) => comment));
  const [row] = table;
  const tableNote: readonly Noted[] = row
    ? [
        [
          row.comment,
          {
            message: 'this looks like a table of the output',
            hint: `Write \`${directiveOf(row.check)}\`, and so on.`,
          },
        ],
      ]
    : [];
  const others = comments.filter((comment) => !rows.has(comment) && !isDirective(comment));
  const notes = others.flatMap((comment): readonly Noted[] => {
    const note = arrowOf(comment.text)
      ? arrowNote(comment, gaps, index, options)
      : hintNote(comment, gaps, index);
    return note ? [[comment, note]] : [];
  });
  return [...tableNote, ...notes];
}

/** Why an arrow below a command was left as it is; undefined when whoever left it says so. */
function arrowNote(
  comment: Comment,
  gaps: ShellGaps,
  index: number,
  options: ArrowOptions,
): Note | undefined {
  const arrow = arrowOf(comment.text);
  if (!arrow) return undefined;
  if (comment.place === 'continued') {
    const hint = 'Move it below the last line of the command.';
    return { message: 'this arrow stands below a line that ends in `\\`', hint };
  }
  const check = arrowCheck(arrow.text);
  if (!check) return { message: 'this arrow says nothing that can be looked for', ...hintFor(arrow.text) };
  if (!takes(comment, arrow, options)) {
    const what = arrow.ascii
      ? 'an arrow of ASCII characters may be prose'
      : 'an arrow behind a command may be prose';
    return { message: what, hint: `\`--arrows\` makes it \`${directiveOf(check)}\`.` };
  }
  const refused = refusal(check);
  if (refused !== undefined) return { message: `\`${directiveOf(check)}\` would be wrong: ${refused}` };
  if (seesSomething(gaps, index)) return undefined;
  const hint = `The log of a background command can be waited for: \`# wait: log ${check.text}\`.`;
  return { message: 'no command above this arrow prints anything that a check sees', hint };
}

function hintFor(prose: string): Pick<Note, 'hint'> {
  const [hint] = hintedChecks(prose);
  return hint ? { hint: `Did you mean \`${directiveOf(hint.check)}\`?` } : {};
}

/** What prose around a command hints at, unless something checks the command that it is about: most likely the next. */
function hintNote(comment: Comment, gaps: ShellGaps, index: number): Note | undefined {
  const next = gaps.units[index + 1];
  const seconds = hintedSeconds(comment.text);
  if (seconds !== undefined && next && isRepeatable(next) && !waitsFor(gaps, index + 1)) {
    const hint = `Write \`# expect ${patience(seconds)}: …\` below the command.`;
    return { message: 'a check can wait by itself, as long as it takes', hint };
  }
  const [hint] = hintedChecks(comment.text);
  const below = gaps.below[index] ?? [];
  const isAboutAbove = !next || below.some((other) => isExpectation(other) && other.from > comment.from);
  if (!hint || isChecked(gaps, isAboutAbove ? index : index + 1)) return undefined;
  return {
    message: 'this could be checked',
    hint: `Write \`${directiveOf(hint.check)}\` below the command.`,
  };
}

/** The expectations that judge a unit. */
function expectationsOf({ below }: ShellGaps, index: number): readonly Comment[] {
  return (
    below
      .slice(Math.max(0, index))
      .find((comments) => comments.some(isExpectation))
      ?.filter(isExpectation) ?? []
  );
}

function isDirective({ text }: Comment): boolean {
  const { kind } = recognise(text);
  return kind === 'expect' || kind === 'wait';
}

function isChecked(gaps: ShellGaps, index: number): boolean {
  return index >= 0 && (gaps.closed || expectationsOf(gaps, index).length > 0);
}

function waitsFor(gaps: ShellGaps, index: number): boolean {
  return expectationsOf(gaps, index).some(({ text }) => /^[^:]*\bwithin\b/.test(text));
}

/** Whether something stands between the expectations before and the comments below a unit whose output they see. */
function seesSomething({ units, below }: ShellGaps, index: number): boolean {
  const first = below.slice(0, index).findLastIndex((comments) => comments.some(isExpectation)) + 1;
  return units.slice(first, index + 1).some(isSeen);
}
