import type { RecordedBlock, RecordedStatement } from '../engine/model/record.ts';
import type { Block, Expectation, Segment, Statement } from '../engine/model/runbook.ts';
import { isFence, textOf } from '../engine/model/statements.ts';
import { withoutComments } from '../engine/shell/without-comments.ts';
import { withoutStdin } from '../engine/shell/without-stdin.ts';
import { printsSomething } from './show-printed.ts';
import { readersWait } from './wait-lines.ts';

/**
 * A part of a shell block that a reader copies, and what comes of it: it ends where there is something to see. `shown`
 * has the author's comments; `copied` is what runs, with the waits that a run makes and without comments.
 */
export type Panel = {
  readonly shown: string;
  readonly copied: string;
  /** What its last command has to print before one goes on, where no command can wait for it. */
  readonly watchFor: readonly string[];
  readonly expectations: readonly Expectation[];
  readonly recorded: readonly RecordedStatement[];
};

/** A statement with what belongs to it alone, and whether the page is read on below it. */
type Placed = {
  readonly statement: Statement;
  readonly expectations: readonly Expectation[];
  readonly recorded: RecordedStatement | undefined;
  readonly ends: boolean;
};

/** `lines`: the fence's text, and the line of the page on which it begins; undefined where it stands elsewhere. */
type Written = { readonly lines: readonly string[]; readonly first: number };

/** The panels of a shell block, from its lines without directives. */
export function panelsOf(
  block: Block,
  recorded: RecordedBlock | undefined,
  written: Written | undefined,
): readonly Panel[] {
  const placed = block.segments.flatMap((segment, at) => placedIn(segment, recorded?.segments[at]));
  const groups = grouped(placed, written !== undefined);
  if (written === undefined)
    return groups.map((group) =>
      panelOf(
        block,
        group,
        group.map(({ statement }) => textOf(statement)),
      ),
    );
  const ends = groups.map((group) => lastLine(group.at(-1)) - written.first + 1);
  return groups.map((group, at) => {
    const from = ends[at - 1] ?? 0;
    const to = at === groups.length - 1 ? written.lines.length : ends[at];
    return panelOf(block, group, linesOf({ written, from, to }, block, group));
  });
}

function placedIn(
  { statements, expectations }: Segment,
  recorded: RecordedBlock['segments'][number] | undefined,
): readonly Placed[] {
  const own = expectations.filter((each) => !isFence(each));
  const isRepeated = expectations.some(({ withinMs }) => withinMs !== undefined);
  return statements.map((statement, at) => {
    const isLast = at === statements.length - 1;
    const seen = recorded?.statements[at];
    // What is asked for again and again is copied by itself.
    const isBeforeRepeated = isRepeated && at === statements.length - 2;
    const isShown = seen !== undefined && printsSomething(seen);
    return {
      statement,
      expectations: isLast ? own : [],
      recorded: seen,
      ends: isShown || isBeforeRepeated || (isLast && expectations.length > 0) || mustBeWatched(statement),
    };
  });
}

const mustBeWatched = ({ action }: Statement): boolean =>
  action.kind === 'shell' && readersWait(action).watchFor.length > 0;

/** Statements up to the next one that ends a panel; those on one line stay together. */
function grouped(placed: readonly Placed[], byLines: boolean): readonly (readonly Placed[])[] {
  const groups: Placed[][] = [[]];
  placed.forEach((each, at) => {
    groups.at(-1)?.push(each);
    const next = placed[at + 1];
    if (next === undefined || !each.ends) return;
    if (!byLines || next.statement.span.start.line > each.statement.span.end.line) groups.push([]);
  });
  return groups;
}

const lastLine = (placed: Placed | undefined): number => placed?.statement.span.end.line ?? 0;

/** The lines of a panel as they are written, without directives, with a line for each wait below its command. */
function linesOf(
  {
    written,
    from,
    to,
  }: { readonly written: Written; readonly from: number; readonly to: number | undefined },
  block: Block,
  group: readonly Placed[],
): readonly string[] {
  const directives = new Set(directiveLines(block));
  const waits = new Map(group.map((each) => [lastLine(each), waitsFor(each.statement)]));
  return written.lines.slice(from, to).flatMap((line, at) => {
    const number = written.first + from + at;
    return directives.has(number) ? [] : [line, ...(waits.get(number) ?? [])];
  });
}

function panelOf(block: Block, group: readonly Placed[], lines: readonly string[]): Panel {
  const copied = group.flatMap(({ statement }) => [pasted(statement, block), ...waitsFor(statement)]);
  return {
    shown: lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+/, '')
      .trimEnd(),
    copied: copied.join('\n'),
    watchFor: group.flatMap(({ statement: { action } }) =>
      action.kind === 'shell' ? readersWait(action).watchFor : [],
    ),
    expectations: group.flatMap(({ expectations }) => expectations),
    recorded: group.flatMap(({ recorded }) => recorded ?? []),
  };
}

/** A command as it can be pasted into a terminal, where bash or zsh reads it. */
function pasted(statement: Statement, { options }: Block): string {
  const script = withoutComments(textOf(statement));
  // A person at a terminal answers it.
  const isAnswered = options.tty || options.manual;
  return (isAnswered ? script : withoutStdin(script)).trimEnd();
}

const waitsFor = ({ action }: Statement): readonly string[] =>
  action.kind === 'shell' ? readersWait(action).commands : [];

function directiveLines({ segments }: Block): readonly number[] {
  const waits = segments.flatMap(({ statements }) =>
    statements.flatMap(({ action }) => (action.kind === 'shell' ? action.waits : [])),
  );
  const lines = segments.flatMap(({ expectations }) => expectations.filter((each) => !isFence(each)));
  return [...lines, ...waits].map(({ span }) => span.start.line);
}
