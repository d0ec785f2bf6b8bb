import { type Comment, commentsBetween } from '../../parse/comments.ts';
import { isRepeatable } from '../../parse/repeat.ts';
import type { Unit } from '../../parse/split-statements.ts';
import { type ReadCheck, readGap } from './gap-checks.ts';
import type { ShellRows } from './shell-rows.ts';

/** A command of a shell block with what the comments around it say. */
export type Spot = {
  readonly unit: Unit;
  /** Checks that stay where they stand, below the command. */
  readonly stay: readonly ReadCheck[];
  /** Checks that stand elsewhere and belong right below it. */
  readonly come: readonly ReadCheck[];
  /** Arrows that check nothing. */
  readonly silent: readonly Comment[];
  /** Comments of prose above it. */
  readonly above: readonly Comment[];
  /** Nothing but background commands stand between it and the checks before. */
  readonly background: boolean;
};

/** The commands of a block, each with its checks: one below `kill %1` belongs to the command before that. */
export function spotsOf(units: readonly Unit[], rows: ShellRows): readonly Spot[] {
  const { text } = rows;
  const nextLine = (after: number, comment: Comment) => rows.rowAt(comment.from) === rows.rowAt(after) + 1;
  const gaps = units.map((unit, index) =>
    readGap(
      commentsBetween(text, unit.to, units[index + 1]?.from ?? text.length),
      Math.max(unit.from, unit.to - 1),
      nextLine,
    ),
  );
  const first = commentsBetween(text, 0, units[0]?.from ?? 0);
  const goes = gaps.map(({ checks }, index) =>
    checks.length > 0
      ? targetOf(
          units,
          gaps.map((gap) => gap.checks),
          index,
        )
      : index,
  );
  return units.map((unit, index) => {
    const here = gaps[index]?.checks ?? [];
    const stay = goes[index] === index ? here.filter(({ comment }) => comment.place === 'alone') : [];
    const own = goes[index] === index ? here.filter(({ comment }) => comment.place !== 'alone') : [];
    const moved = goes.flatMap((target, from) =>
      target === index && from !== index ? (gaps[from]?.checks ?? []) : [],
    );
    return {
      unit,
      stay,
      come: [...own, ...moved],
      silent: gaps[index]?.silent ?? [],
      above: index === 0 ? first : (gaps[index - 1]?.prose ?? []),
      background: units
        .slice(
          segmentStart(
            gaps.map((gap) => gap.checks),
            index,
          ),
          index + 1,
        )
        .every((each) => each.background),
    };
  });
}

type Checks = readonly (readonly ReadCheck[])[];

/** The first command behind the checks before. */
function segmentStart(checks: Checks, index: number): number {
  return checks.slice(0, index).findLastIndex((each) => each.length > 0) + 1;
}

/** Where the checks below a command belong. */
function targetOf(units: readonly Unit[], checks: Checks, index: number): number {
  const start = segmentStart(checks, index);
  let target = index;
  while (target > start && isKill(units[target])) target -= 1;
  const unit = units[target];
  return unit && !isKill(unit) && isRepeatable(unit) ? target : index;
}

function isKill(unit: Unit | undefined): boolean {
  const command = unit?.nodes.at(-1)?.command;
  return command?.type === 'Command' && command.name?.value === 'kill';
}
