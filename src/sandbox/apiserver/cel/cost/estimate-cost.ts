import type { ASTNode } from '@marcbachmann/cel-js';
import { createEnvironment, type Registrar } from '../library.ts';
import { callCost, comparisonCost, concatenation, equalityCost } from './call-cost.ts';
import { type Costed, type Entry, sizeAt, sizeOf } from './costed.ts';
import { comprehension, isMacro } from './macro-cost.ts';
import { appended, noPath, pathOf } from './path.ts';
import { fixed, plus, type Range, scaled, union, unknown } from './range.ts';
import { resultType } from './result-type.ts';
import {
  dynType,
  listOf,
  opaqueType,
  optionalOf,
  scalarType,
  textType,
  type ValueType,
} from './value-type.ts';

/** The variables of an expression, and the value that its rule is of. */
export type Scope = { readonly root: ValueType; readonly locals: Readonly<Record<string, Costed>> };

/**
 * What a rule may cost at the most, in the units of the API server, by the limits of the schema that it is in.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions
 * @throws Error when it can't be read
 */
export function estimateCost(expression: string, root: ValueType, hasOptionalOld: boolean): number {
  const { ast } = reader().parse(expression);
  const variable = (name: string, type: ValueType): Costed => ({ cost: one, type, path: pathOf(name) });
  const locals = {
    self: variable('self', root),
    oldSelf: variable('oldSelf', hasOptionalOld ? optionalOf(root) : root),
  };
  return costOf(ast, { root, locals }).cost.max;
}

let environment: Registrar | undefined;

/** Reading needs no variables. */
function reader(): Registrar {
  environment ??= createEnvironment([]);
  return environment;
}

const one = fixed(1);
const none = fixed(0);

/** The size of a value: what is known by its making, by its path, by its type. */
export function measured(part: Costed, { root }: Scope): Costed {
  return { ...part, size: part.size ?? sizeAt(root, part.path) ?? (isScalar(part.type) ? one : undefined) };
}

const isScalar = ({ kind, element }: ValueType): boolean =>
  kind === 'scalar' || (kind === 'optional' && element !== undefined && isScalar(element));

export function costOf(node: ASTNode, scope: Scope): Costed {
  switch (node.op) {
    case 'value':
      return literal(node.args);
    case 'id':
      return identifier(node.args, scope);
    case '.':
      return selected(costOf(node.args[0], scope), node.args[1], scope);
    case '.?':
      return optionalField(costOf(node.args[0], scope), node.args[1], scope);
    case '[]':
    case '[?]':
      return indexed(node.op, costOf(node.args[0], scope), costOf(node.args[1], scope), scope);
    case 'list':
      return list(node.args.map((item) => costOf(item, scope)));
    case 'map':
      return map(node.args.map(([key, value]) => [costOf(key, scope), costOf(value, scope)] as const));
    case '?:':
      return choice(...(node.args.map((part) => costOf(part, scope)) as [Costed, Costed, Costed]));
    case '&&':
    case '||': {
      const [left, right] = [costOf(node.args[0], scope).cost, costOf(node.args[1], scope).cost];
      return {
        cost: { min: left.min, max: plus(left, right).max },
        type: scalarType,
        path: noPath,
        size: one,
      };
    }
    case '!_':
    case '-_':
      return unary(node.args, scope);
    case 'call':
      return called({ name: node.args[0], args: node.args[1] }, scope);
    case 'rcall':
      return method(node.args, scope);
    default:
      return binary(node.op, costOf(node.args[0], scope), costOf(node.args[1], scope));
  }
}

function literal(value: unknown): Costed {
  if (typeof value === 'string')
    return { cost: none, type: textType, path: noPath, size: fixed([...value].length) };
  if (value instanceof Uint8Array)
    return { cost: none, type: { ...textType, kind: 'bytes' }, path: noPath, size: fixed(value.length) };
  const type = value === null ? opaqueType('other') : scalarType;
  return {
    cost: none,
    type,
    path: noPath,
    size: one,
    ...(typeof value === 'bigint' ? { literal: Number(value) } : {}),
  };
}

function identifier(name: string, scope: Scope): Costed {
  const local = Object.hasOwn(scope.locals, name) ? scope.locals[name] : undefined;
  if (!local) return measured({ cost: one, type: opaqueType('other'), path: pathOf(name) }, scope);
  const { size, ...variable } = local;
  const found = measured({ ...variable, cost: one }, scope);
  return found.size ? found : { ...found, size };
}

function selected(operand: Costed, field: string, scope: Scope): Costed {
  const { kind, fields, element } = operand.type;
  const inner = kind === 'optional' ? element : operand.type;
  const found = inner?.fields?.[field] ?? (inner?.kind === 'map' ? inner.element : undefined) ?? dynType;
  const cost = kind === 'map' || fields ? plus(operand.cost, one) : operand.cost;
  const type = kind === 'optional' ? optionalOf(found) : found;
  return measured({ cost, type, path: appended(operand.path, field) }, scope);
}

function optionalField(operand: Costed, field: string, scope: Scope): Costed {
  const { type } = selected(operand, field, scope);
  const result = type.kind === 'optional' ? type : optionalOf(type);
  return measured({ cost: plus(operand.cost, one), type: result, path: noPath }, scope);
}

function indexed(op: '[]' | '[?]', base: Costed, index: Costed, scope: Scope): Costed {
  const cost = plus(base.cost, index.cost, one);
  const type = base.type.element ?? dynType;
  if (op === '[?]') return measured({ cost, type: optionalOf(type), path: noPath }, scope);
  const step = base.type.kind === 'list' ? '@items' : '@values';
  return measured({ cost, type, path: appended(base.path, step), size: base.entry?.value }, scope);
}

/** From nothing seen yet. */
const nothing: Range = { min: unknown.max, max: 0 };

const spread = (parts: readonly Costed[]): Range =>
  parts.length ? parts.map(sizeOf).reduce(union, nothing) : none;

function list(items: readonly Costed[]): Costed {
  const cost = plus(fixed(10), ...items.map((item) => item.cost));
  const entry: Entry = { kind: 'list', key: one, value: spread(items) };
  return { cost, type: listOf(items[0]?.type ?? dynType), path: noPath, size: fixed(items.length), entry };
}

function map(entries: readonly (readonly [Costed, Costed])[]): Costed {
  const cost = plus(fixed(30), ...entries.flat().map((part) => part.cost));
  const [keys, values] = [entries.map(([key]) => key), entries.map(([, value]) => value)];
  const entry: Entry = { kind: 'map', key: spread(keys), value: spread(values) };
  const type: ValueType = { ...opaqueType('other'), kind: 'map', element: values[0]?.type ?? dynType };
  return { cost, type, path: noPath, size: fixed(entries.length), entry };
}

function choice(condition: Costed, yes: Costed, no: Costed): Costed {
  const cost = plus(condition.cost, union(yes.cost, no.cost));
  const type = yes.type.kind === 'dyn' ? no.type : yes.type;
  return { cost, type, path: noPath, size: union(sizeOf(yes), sizeOf(no)), entry: both(yes.entry, no.entry) };
}

/** What both of two lists or maps keep to. */
const both = (a: Entry | undefined, b: Entry | undefined): Entry | undefined =>
  a && b && { kind: a.kind, key: union(a.key, b.key), value: union(a.value, b.value) };

/** A number with its sign is one literal. */
function unary(operand: ASTNode, scope: Scope): Costed {
  const inner = costOf(operand, scope);
  return operand.op === 'value'
    ? inner
    : { cost: plus(inner.cost, one), type: scalarType, path: noPath, size: one };
}

type Binary = '!=' | '==' | 'in' | '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=';

function binary(op: Binary, left: Costed, right: Costed): Costed {
  const operands = plus(left.cost, right.cost);
  const result = (cost: Range): Costed => ({
    cost: plus(cost, operands),
    type: scalarType,
    path: noPath,
    size: one,
  });
  switch (op) {
    case '==':
      return result(equalityCost(left, right));
    case '!=':
      return result(comparisonCost(left, right));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return result(orderingCost(left, right));
    case 'in':
      return result(membershipCost(right));
    case '+':
      return sum(left, right, operands);
    default:
      return result(one);
  }
}

/** Numbers are compared at once, texts character by character; nobody knows what is dynamic. */
function orderingCost(left: Costed, right: Costed): Range {
  const isKind = ({ type }: Costed, ...kinds: readonly string[]) => kinds.includes(type.kind);
  const comparable = (part: Costed) => isKind(part, 'string', 'bytes', 'dyn');
  if (!comparable(left) || !comparable(right)) return one;
  const cost = comparisonCost(left, right);
  return isKind(left, 'dyn') && isKind(right, 'dyn') ? union(cost, one) : cost;
}

function membershipCost(whole: Costed): Range {
  if (whole.type.kind === 'map') return one;
  const items = scaled(whole.size ?? unknown, 1);
  return whole.type.kind === 'dyn' ? union(items, one) : items;
}

function sum(left: Costed, right: Costed, operands: Range): Costed {
  const { cost, size } = concatenation(left, right);
  const type = left.type.kind === 'dyn' ? right.type : left.type;
  const entry = both(left.entry, right.entry);
  return {
    cost: plus(cost, operands),
    type,
    path: noPath,
    size: size ?? (isScalar(type) ? one : undefined),
    entry,
  };
}

/** Names that stand before a function, and are no value. */
const namespaces = new Set(['optional', 'sets', 'format', 'ip']);

type Method = readonly [string, ASTNode, readonly ASTNode[]];

function method([name, receiver, args]: Method, scope: Scope): Costed {
  const isNamespace =
    receiver.op === 'id' && namespaces.has(receiver.args) && !Object.hasOwn(scope.locals, receiver.args);
  if (isNamespace) return called({ name: `${receiver.args}.${name}`, args }, scope);
  if (isMacro(name, args)) return comprehension({ name, receiver, args }, scope);
  return called({ name, receiver, args }, scope);
}

type Called = {
  readonly name: string;
  readonly receiver?: ASTNode;
  readonly args: readonly ASTNode[];
};

function called({ name, receiver, args: nodes }: Called, scope: Scope): Costed {
  if (name === 'has') return presence(nodes[0], scope);
  // In this order, as the API server does it: it makes a difference to paths.
  const args = nodes.map((node) => costOf(node, scope));
  const target = receiver && costOf(receiver, scope);
  const [first] = args;
  if (name === 'dyn' && first) return { ...first, cost: plus(first.cost, one), type: dynType, path: noPath };
  const given = plus(target?.cost ?? none, ...args.map(({ cost }) => cost));
  // The address of a range is there already.
  const isRead = name === 'ip' && target !== undefined;
  const { cost, size } = isRead ? { cost: one } : callCost({ name, target, args, root: scope.root });
  return measured(
    { cost: plus(cost, given), type: resultType(name, target, args), path: noPath, size },
    scope,
  );
}

/** To ask whether a field is there costs no more than what it is a field of. */
function presence(node: ASTNode | undefined, scope: Scope): Costed {
  const cost = node?.op === '.' ? costOf(node.args[0], scope).cost : none;
  return { cost, type: scalarType, path: noPath, size: one };
}
