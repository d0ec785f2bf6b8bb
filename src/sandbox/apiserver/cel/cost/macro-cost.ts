import type { ASTNode } from '@marcbachmann/cel-js';
import { type Costed, type Entry, sizeOf } from './costed.ts';
import { costOf, measured, type Scope } from './estimate-cost.ts';
import { appended, noPath } from './path.ts';
import { fixed, plus, type Range, times, union } from './range.ts';
import { dynType, listOf, scalarType, textType, type ValueType } from './value-type.ts';

const quantifiers = new Set(['all', 'exists', 'exists_one', 'existsOne']);

export const isMacro = (name: string, args: readonly ASTNode[]): boolean =>
  args[0]?.op === 'id' &&
  ((args.length === 2 && (quantifiers.has(name) || name === 'map' || name === 'filter')) ||
    (args.length === 3 && name === 'map'));

/** A loop over a list or over the keys of a map. */
type Loop = { readonly name: string; readonly receiver: ASTNode; readonly args: readonly ASTNode[] };

/**
 * What a loop costs: its range, the value it begins with and its result once, each step and the question whether to
 * go on as often as the range has items.
 * @see https://github.com/google/cel-go/blob/v0.23.2/parser/macro.go
 */
export function comprehension({ name, receiver, args: [variable, ...parts] }: Loop, scope: Scope): Costed {
  const before = costOf(receiver, scope);
  const item = itemOf(before);
  const inner: Scope = {
    ...scope,
    locals: { ...scope.locals, [variable?.op === 'id' ? variable.args : '']: item },
  };
  const steps = parts.map((part) => costOf(part, inner));
  const range = afterwards(receiver, before, scope);
  const around = (once: number, step: Range): Range =>
    plus(range.cost, fixed(once), times(sizeOf(range), step));
  const [first, second] = steps;
  const cost = first?.cost ?? fixed(0);
  const accumulated = fixed(1);
  switch (name) {
    case 'all':
    case 'exists': {
      const question = fixed(name === 'all' ? 2 : 3);
      const step = plus({ min: 1, max: plus(accumulated, cost).max }, question);
      return truth(around(1, step));
    }
    case 'exists_one':
    case 'existsOne':
      return truth(around(2, plus(cost, { min: 1, max: 2 })));
    case 'filter': {
      const items = { min: 0, max: sizeOf(item).max };
      const step = plus(cost, union(fixed(13), accumulated));
      return collected(around(11, step), { range, element: range.type.element ?? dynType, items });
    }
    default: {
      const made = second ?? first;
      const adding = plus(fixed(12), made?.cost ?? fixed(0));
      const step = second ? plus(cost, union(adding, accumulated)) : adding;
      const items = { min: 0, max: made ? sizeOf(made).max : 0 };
      return collected(around(11, step), { range, element: made?.type ?? dynType, items });
    }
  }
}

/** How large the range is, is asked after the steps; of a path that they overwrote, it is another by then. */
const afterwards = ({ op }: ASTNode, range: Costed, scope: Scope): Costed =>
  op === '.' ? measured({ ...range, size: undefined }, scope) : range;

const truth = (cost: Range): Costed => ({ cost, type: scalarType, path: noPath, size: fixed(1) });

type Collection = { readonly range: Costed; readonly element: ValueType; readonly items: Range };

function collected(cost: Range, { range, element, items }: Collection): Costed {
  const entry: Entry = { kind: 'list', key: fixed(1), value: items };
  return { cost, type: listOf(element), path: noPath, size: sizeOf(range), entry };
}

function itemOf({ type, path, entry }: Costed): Costed {
  const isList = (entry?.kind ?? type.kind) === 'list';
  const kind = isList ? (type.element ?? dynType) : type.kind === 'map' ? textType : dynType;
  return {
    cost: fixed(1),
    type: kind,
    path: appended(path, isList ? '@items' : '@keys'),
    size: isList ? entry?.value : entry?.key,
  };
}
