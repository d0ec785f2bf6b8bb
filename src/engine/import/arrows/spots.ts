import { targetOf } from '../../format/arrows/check-target.ts';
import { arrowsIn, notedTable, type ReadCheck } from '../../format/arrows/gap-checks.ts';
import { type Comment, commentsBetween } from '../../parse/comments.ts';
import { recognise } from '../../parse/recognise.ts';
import type { Unit } from '../../shell/split-statements.ts';

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
  /** It has expectations already. */
  readonly checked: boolean;
  /** Nothing but background commands stand between it and the checks before. */
  readonly background: boolean;
};

/** The comments below a command. `checked`: expectations are among them. */
type Gap = {
  readonly checks: readonly ReadCheck[];
  readonly silent: readonly Comment[];
  readonly prose: readonly Comment[];
  readonly checked: boolean;
};

/** The commands of a block, each with its checks: one below `kill %1` belongs to the command before that. */
export function spotsOf(units: readonly Unit[], text: string): readonly Spot[] {
  const gaps = units.map((unit, index) => readGap(text, unit, units[index + 1]?.from ?? text.length));
  const firsts = firstsOf(gaps);
  const targets = gaps.map(({ checks }, index) =>
    checks.length > 0 ? targetOf(units, firsts[index] ?? 0, index) : index,
  );
  const arriving = new Map<number, readonly ReadCheck[]>();
  for (const [index, { checks }] of gaps.entries()) {
    const target = targets[index] ?? index;
    const moving = target === index ? checks.filter(({ comment }) => comment.place !== 'alone') : checks;
    arriving.set(target, [...(arriving.get(target) ?? []), ...moving]);
  }
  return units.map((unit, index) => ({
    unit,
    stay: targets[index] === index ? standing(gaps[index]?.checks ?? []) : [],
    come: arriving.get(index) ?? [],
    silent: gaps[index]?.silent ?? [],
    above: gaps[index - 1]?.prose ?? commentsBetween(text, 0, units[0]?.from ?? 0),
    checked: gaps[index]?.checked ?? false,
    background: units.slice(firsts[index], index + 1).every((each) => each.background),
  }));
}

function standing(checks: readonly ReadCheck[]): readonly ReadCheck[] {
  return checks.filter(({ comment }) => comment.place === 'alone');
}

function readGap(text: string, { from, to }: Unit, end: number): Gap {
  const comments = commentsBetween(text, to, end);
  const table = notedTable({ text, comments }, Math.max(from, to - 1));
  const rest = arrowsIn({ text, comments: comments.slice(table.length) });
  const checks = [...table, ...rest.checks];
  const checked = comments.some((comment) => recognise(comment.text).kind === 'expect');
  return { ...rest, checks, checked };
}

/** For each command the first one of its segment. */
function firstsOf(gaps: readonly Gap[]): readonly number[] {
  let first = 0;
  return gaps.map(({ checks, checked }, index) => {
    const own = first;
    if (checked || checks.length > 0) first = index + 1;
    return own;
  });
}
