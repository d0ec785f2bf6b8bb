import { arrowOf } from '../../format/arrows/arrow-check.ts';
import { type Check, directiveOf } from '../../format/arrows/check-line.ts';
import type { ReadCheck } from '../../format/arrows/gap-checks.ts';
import { hintedChecks, hintedSeconds, patience } from '../../format/arrows/hinted-checks.ts';
import type { Edit, Range } from '../../format/edits.ts';
import { commentsBetween, hashLinesIn } from '../../parse/comments.ts';
import { isData } from '../../parse/is-data.ts';
import { isRepeatable } from '../../parse/repeat.ts';
import { splitStatements, type Unit } from '../../shell/split-statements.ts';
import type { Row } from '../fence-source.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { type ShellRows, shellRows } from './shell-rows.ts';
import { type Spot, spotsOf } from './spots.ts';

/** A shell block of the source, and what the prose above it hints at. */
type ShellSource = {
  readonly rows: readonly Row[];
  readonly prefix: string;
  readonly hints: readonly SourceHint[];
};

/** A check that prose hints at, and where it does. */
export type SourceHint = { readonly check: Check; readonly at: Range; readonly phrase: string };

/** Turns the arrows in a shell block into expectations, and what is only hinted at into suggestions. */
export function convertArrows(shell: ShellSource, source: ImportSource): Conversion {
  const rows = shellRows(shell.rows, shell.prefix, source);
  const { units, errors } = splitStatements(rows.text);
  if (errors.length > 0 || units.length === 0)
    return { edits: [], remarks: unread(shell, errors.length > 0) };
  const spots = spotsOf(units, rows.text);
  const stray = strayArrows(units, rows);
  const hinted = spots.findLastIndex(({ unit }) => isRepeatable(unit));
  const done = spots.map((spot, index) => convertSpot(spot, index === hinted ? shell.hints : [], rows));
  return {
    edits: done.flatMap(({ edits }) => edits),
    remarks: [...done.flatMap(({ remarks }) => remarks), ...stray],
  };
}

/** Arrows above the first command, and inside of commands: nothing can be judged there. */
function strayArrows(units: readonly Unit[], rows: ShellRows): readonly Remark[] {
  const above = commentsBetween(rows.text, 0, units[0]?.from ?? 0);
  const inside = units.flatMap((unit) =>
    hashLinesIn(rows.text, unit).filter(({ from }) => !isData(unit, from)),
  );
  return [...above, ...inside].flatMap(({ text, from, to }): readonly Remark[] => {
    if (!arrowOf(text)) return [];
    const message = 'No command ends right above this arrow: it was left alone.';
    return [{ kind: 'note', at: rows.placeOf(from, to), message }];
  });
}

function unread(shell: ShellSource, broken: boolean): readonly Remark[] {
  const first = shell.rows.find(({ text }) => arrowOf(text.trim()));
  if (!first) return [];
  const message = broken
    ? "bash can't read this block, so that its arrow comments were left alone."
    : 'No command stands above this arrow in its block: it was left alone.';
  return [{ kind: 'note', at: first, message }];
}

function convertSpot(spot: Spot, hints: readonly SourceHint[], rows: ShellRows): Conversion {
  const written = (read: ReadCheck) => writtenCheck(read, spot, rows);
  const stay = spot.stay.map((read) => ({ read, ...written(read) }));
  const come = spot.come.map((read) => ({ read, ...written(read) }));
  const suggestions = suggestionsFor(spot, hints, rows);
  const unitRow = rows.rowAt(spot.unit.to - 1);
  const last = spot.stay.at(-1);
  const edits: Edit[] = [
    ...stay.map(({ read, line }) => rows.replace(read.comment.from, line)),
    ...come.map(({ read }) =>
      read.comment.place === 'trailing' ? rows.cut(read.comment.from) : rows.remove(read.comment.from),
    ),
    ...(come.length > 0
      ? [
          rows.insertBelow(
            unitRow,
            come.map(({ line }) => line),
          ),
        ]
      : []),
    ...(suggestions.length > 0
      ? [rows.insertBelow(last ? rows.rowAt(last.comment.from) : unitRow, suggestions.map(lineOf))]
      : []),
  ];
  const remarks = [...stay, ...come].flatMap((each) => each.remarks);
  const silent = spot.silent.map((comment): Remark => {
    const message = 'The arrow says nothing that can be checked: it was left alone.';
    return { kind: 'note', at: rows.placeOf(comment.from, comment.to), message };
  });
  return { edits, remarks: [...remarks, ...silent, ...suggestions.map(({ remark }) => remark)] };
}

type Suggestion = { readonly remark: Remark & { readonly suggested: string } };

function lineOf({ remark }: Suggestion): string {
  return suggestionLine(remark.suggested);
}

/** The line that takes a comment's place: a suggestion where it can't be a check. */
function writtenCheck({ comment, check }: ReadCheck, { background }: Spot, rows: ShellRows): Written {
  if (!background) return { line: directiveOf(check), remarks: [] };
  const suggested = `# wait: log ${check.text}`;
  const message = 'What a background command prints goes to its own log: it can be waited for.';
  const at = rows.placeOf(comment.from, comment.to);
  return { line: suggestionLine(suggested), remarks: [{ kind: 'suggestion', at, message, suggested }] };
}

type Written = { readonly line: string; readonly remarks: readonly Remark[] };

function suggestionsFor(spot: Spot, hints: readonly SourceHint[], rows: ShellRows): readonly Suggestion[] {
  const checks = [...spot.come, ...spot.stay];
  const all = spot.above.flatMap(({ text, from }) =>
    hintedChecks(text).map(({ check, at, phrase }) => ({
      check,
      phrase,
      at: rows.placeOf(from + at, from + at + phrase.length),
    })),
  );
  const timed = timeHint(spot, rows);
  const first = checks[0];
  if (first)
    return timed
      ? [suggestion(timed, { ...first.check, words: `${timed.words} ${first.check.words ?? ''}`.trim() })]
      : [];
  if (spot.background || spot.checked) return [];
  return [...all, ...hints].map((hint) =>
    suggestion(hint, timed ? { ...hint.check, words: timed.words } : hint.check),
  );
}

type TimeHint = { readonly at: Range; readonly phrase: string; readonly words: string };

function timeHint({ unit, above }: Spot, rows: ShellRows): TimeHint | undefined {
  if (!isRepeatable(unit)) return undefined;
  for (const { text, from, to } of above) {
    const seconds = hintedSeconds(text);
    if (seconds === undefined) continue;
    return { at: rows.placeOf(from, to), phrase: text.replace(/^#+\s*/, ''), words: patience(seconds) };
  }
  return undefined;
}

function suggestion(
  { at, phrase }: { readonly at: Range; readonly phrase: string },
  check: Check,
): Suggestion {
  const message = `The text says: ${phrase}.`;
  return { remark: { kind: 'suggestion', at, message, suggested: directiveOf(check) } };
}
