import { type Costed, sizeAt, sizeOf } from './costed.ts';
import { appended, namesOf, noPath } from './path.ts';
import { fixed, plus, type Range, scaled, times, union, unknown } from './range.ts';
import type { ValueType } from './value-type.ts';

/** A call of a function, by its name; namespaces are part of it: `sets.contains`. */
type Call = {
  readonly name: string;
  readonly target?: Costed | undefined;
  readonly args: readonly Costed[];
  /** The value that the rule is of. */
  readonly root: ValueType;
};

/** What the call itself costs, without its target and arguments, and the size of its result where that is known. */
type CallCost = { readonly cost: Range; readonly size?: Range };

/** To go over a character, and a character of a pattern. */
const perCharacter = 0.1;
const perPattern = 0.25;

const one = fixed(1);

/**
 * @see https://github.com/kubernetes/apiserver/blob/v0.33.1/pkg/cel/library/cost.go
 * @see https://github.com/google/cel-go/blob/v0.23.2/checker/cost.go
 */
export function callCost(call: Call): CallCost {
  const cost = Object.hasOwn(costs, call.name) ? costs[call.name]?.(call) : undefined;
  return cost ?? { cost: one };
}

type Costing = (call: Call) => CallCost | undefined;

const ofTarget =
  (cost: (size: Range, call: Call) => CallCost | undefined): Costing =>
  (call) =>
    call.target && cost(sizeOf(call.target), call);

const ofArgument =
  (cost: (size: Range, call: Call) => CallCost | undefined): Costing =>
  (call) =>
    call.args[0] && cost(sizeOf(call.args[0]), call);

const rewriting = ofTarget((size) => ({ cost: scaled(size, perCharacter), size }));
const reading = ofArgument((size) => ({ cost: scaled(size, perCharacter) }));

const costs: Readonly<Record<string, Costing>> = {
  lowerAscii: rewriting,
  upperAscii: rewriting,
  substring: rewriting,
  trim: rewriting,
  replace: ofTarget((size, { args }) => replaceCost(size, args)),
  split: ofTarget((size, { args }) => ({
    cost: scaled(size, 2 * perCharacter),
    size: { min: 0, max: args[1]?.literal ?? size.max },
  })),
  join: ofTarget(joinCost),
  find: ofTarget(matchCost),
  findAll: ofTarget(matchCost),
  matches: ofTarget((size, call) => ({ cost: matchCost(size, call).cost })),
  contains: ofTarget((size, { args: [part] }) => ({
    cost: times(scaled(size, perCharacter), scaled(part ? sizeOf(part) : unknown, perCharacter)),
  })),
  startsWith: reading,
  endsWith: reading,
  url: ofArgument((size) => ({ cost: scaled(size, perCharacter), size })),
  cidr: reading,
  isIP: reading,
  isCIDR: reading,
  ip: reading,
  quantity: reading,
  isQuantity: reading,
  semver: reading,
  isSemver: reading,
  'ip.isCanonical': ofArgument((size) => ({ cost: scaled(size, 2 * perCharacter) })),
  containsIP: ofArgument((size, { args }) => ({
    cost: plus(scaled(bothAddresses, perCharacter), parsed(size, args)),
  })),
  containsCIDR: ofArgument((size, { args }) => ({
    cost: plus(scaled(bothAddresses, perCharacter), scaled(address, perCharacter), one, parsed(size, args)),
  })),
  validate: ofArgument((size) => ({
    cost: scaled(scaled(size, perCharacter), longestNamePattern * perPattern),
  })),
  format: ofTarget((size) => ({ cost: scaled(size, perCharacter) })),
  bytes: ofArgument((size, { args: [text] }) =>
    convertedFrom('string', text, {
      cost: scaled(size, perCharacter),
      size: times(size, { min: 1, max: 4 }),
    }),
  ),
  string: ofArgument((size, { args: [bytes] }) =>
    convertedFrom('bytes', bytes, {
      cost: scaled(size, perCharacter),
      size: { min: Math.floor(size.min / 4), max: size.max },
    }),
  ),
  isSorted: comparing,
  sum: comparing,
  min: comparing,
  max: comparing,
  indexOf: comparing,
  lastIndexOf: comparing,
  'sets.contains': sets(1),
  'sets.intersects': sets(1),
  'sets.equivalent': sets(2),
};

/** Only a text or bytes have to be gone over, and nobody knows what is dynamic. */
function convertedFrom(kind: 'string' | 'bytes', given: Costed | undefined, copying: CallCost): CallCost {
  if (given?.type.kind === kind) return copying;
  return given?.type.kind === 'dyn' ? { ...copying, cost: union(copying.cost, one) } : { cost: one };
}

/** Bytes of an address, of four or of sixteen; and of two of them. */
const address: Range = { min: 4, max: 16 };
const bothAddresses = plus(address, address);
const longestNamePattern = 128;

/** Of a text, an address has to be read first. */
const parsed = (size: Range, [given]: readonly Costed[]): Range =>
  given?.type.kind === 'string' ? scaled(size, perCharacter) : fixed(0);

function sets(factor: number): Costing {
  return ({ args: [a, b] }) => a && b && { cost: plus(scaled(times(sizeOf(a), sizeOf(b)), factor), one) };
}

function matchCost(size: Range, { args: [pattern] }: Call): CallCost {
  // One more, so that an empty text costs something.
  const text = scaled(plus(size, one), perCharacter);
  const expression = scaled(pattern ? sizeOf(pattern) : unknown, perPattern);
  return { cost: times(text, expression), size: { min: 0, max: size.max } };
}

/** Each item is looked at once, and gone over where it is a text. */
function comparing({ target, root }: Call): CallCost | undefined {
  if (!target) return undefined;
  const { element, kind } = target.type;
  if (kind !== 'list' || !element) return { cost: scaled(sizeOf(target), perCharacter) };
  const isText = element.kind === 'string' || element.kind === 'bytes';
  const item = isText ? scaled(itemSize(target, root), perCharacter) : fixed(0);
  return { cost: times(sizeOf(target), plus(one, item)) };
}

function itemSize({ path }: Costed, root: ValueType): Range {
  const names = namesOf(path);
  const item = [...names, '@items'].reduce(appended, noPath);
  return (names.length ? sizeAt(root, item) : undefined) ?? unknown;
}

function joinCost(size: Range, { target, args: [separator], root }: Call): CallCost {
  const items = times(size, target ? itemSize(target, root) : unknown);
  const gaps = { min: Math.max(0, size.min - 1), max: Math.max(0, size.max - 1) };
  const all = separator ? plus(items, times(sizeOf(separator), gaps)) : items;
  return { cost: scaled(all, perCharacter), size: all };
}

/** The longest and the shortest text that may come of it. */
function replaceCost(size: Range, [from, to]: readonly Costed[]): CallCost | undefined {
  if (!from || !to) return undefined;
  const [old, fresh] = [sizeOf(from), sizeOf(to)];
  const longest = replaced(size.max, { old: old.min, isKept: fresh.max <= old.min });
  const shortest = replaced(size.min, { old: old.max, isKept: old.max <= fresh.min });
  const count = { min: shortest.count, max: longest.count };
  const rest = { min: shortest.rest, max: longest.rest };
  return { cost: scaled(size, 2 * perCharacter), size: plus(times(count, fresh), rest) };
}

/** Nothing that is replaced stands around each character. */
function replaced(
  length: number,
  { old, isKept }: { readonly old: number; readonly isKept: boolean },
): { readonly count: number; readonly rest: number } {
  if (old === 0) return { count: length + 1, rest: length };
  return isKept ? { count: 0, rest: length } : { count: Math.ceil(length / old), rest: 0 };
}

/** What two values cost to compare: as much as the shorter of them. */
export function comparisonCost(left: Costed, right: Costed): Range {
  const smallest = Math.min(sizeOf(left).max, sizeOf(right).max);
  return scaled({ min: smallest > 0 ? 1 : 0, max: smallest }, perCharacter);
}

/** Equality of what isn't gone over is cheap; URLs are. */
export function equalityCost(left: Costed, right: Costed): Range {
  if (left.type.kind !== right.type.kind) return comparisonCost(left, right);
  if (left.type.kind === 'opaque') return one;
  if (left.type.kind === 'url') return scaled({ min: 1, max: right.size?.max ?? 1 }, perCharacter);
  return comparisonCost(left, right);
}

/** Two texts or lists put together. */
export function concatenation(left: Costed, right: Costed): { readonly cost: Range; readonly size?: Range } {
  const kinds = (['string', 'bytes', 'list'] as const).filter(
    (kind) => isOf(left, kind) && isOf(right, kind),
  );
  if (kinds.length === 0) return { cost: one };
  const size = plus(sizeOf(left), sizeOf(right));
  const copying = kinds.some((kind) => kind !== 'list') ? scaled(size, perCharacter) : one;
  const isSure = left.type.kind !== 'dyn' || right.type.kind !== 'dyn';
  return { cost: isSure ? copying : union(copying, one), size };
}

const isOf = ({ type }: Costed, kind: ValueType['kind']): boolean =>
  type.kind === kind || type.kind === 'dyn';
