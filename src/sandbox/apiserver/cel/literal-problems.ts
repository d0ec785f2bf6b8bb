import type { ASTNode } from '@marcbachmann/cel-js';
import { regularExpression } from '../schemas/regular-expression.ts';
import { celLibrary } from './library.ts';
import { isNode } from './parse.ts';
import { type Finding, undeclared } from './problem-text.ts';

/**
 * What the library has and Kubernetes hasn't: `cel.bind`, and lists and maps whose literals are of several types.
 * Kubernetes' own checker tells them with all else that it finds.
 */
export const foreignProblems = (ast: ASTNode): readonly Finding[] =>
  nodesOf(ast).flatMap((node) => [...bindProblems(node), ...mixtureProblems(node)]);

/**
 * Patterns, durations and times that are written out and can't be read.
 * @see https://github.com/kubernetes/apiserver/blob/v0.33.1/pkg/cel/environment/base.go
 */
export const literalProblems = (ast: ASTNode): readonly Finding[] => nodesOf(ast).flatMap(argumentProblems);

/** A node and those below it, from left to right. */
function nodesOf(node: unknown): readonly ASTNode[] {
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  return isNode(node) ? [node, ...nodesOf(node.args)] : [];
}

function bindProblems(node: ASTNode): readonly Finding[] {
  if (node.op !== 'rcall') return [];
  const [name, receiver, args] = node.args;
  if (name !== 'bind' || receiver.op !== 'id' || receiver.args !== 'cel') return [];
  const [variable] = args;
  const bound = nodesOf(args).filter((one) => one.op === 'id' && one.args === variable?.args);
  return [
    { at: receiver.range.start, text: undeclared('cel') },
    { at: node.input.indexOf('(', receiver.range.end), text: undeclared('bind') },
    ...bound.map((one) => ({ at: one.range.start, text: undeclared(String(one.args)) })),
  ];
}

function mixtureProblems(node: ASTNode): readonly Finding[] {
  if (node.op === 'list') return differing(node.args);
  if (node.op !== 'map') return [];
  return [...differing(node.args.map(([key]) => key)), ...differing(node.args.map(([, value]) => value))];
}

/** Literals of another type than the first one. */
function differing(parts: readonly ASTNode[]): readonly Finding[] {
  const typed = parts.flatMap((part) => (part.op === 'value' ? [{ part, type: typeOf(part.args) }] : []));
  const [first] = typed;
  return typed
    .filter(({ type }) => type !== first?.type)
    .map(({ part, type }) => ({
      at: part.range.start,
      text: `expected type '${first?.type}' but found '${type}'`,
    }));
}

function typeOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : value instanceof Uint8Array ? 'bytes' : 'uint';
  }
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  matches: regularExpression,
  duration: (text) => celLibrary().evaluate('duration(text)', { text }),
  timestamp: (text) => celLibrary().evaluate('timestamp(text)', { text }),
};

function argumentProblems(node: ASTNode): readonly Finding[] {
  if (node.op !== 'call' && node.op !== 'rcall') return [];
  const [name] = node.args;
  const given = node.op === 'call' ? node.args[1].at(-1) : node.args[2].at(-1);
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read || given?.op !== 'value' || typeof given.args !== 'string') return [];
  try {
    read(given.args);
    return [];
  } catch {
    return [{ at: given.range.start, text: `invalid ${name} argument` }];
  }
}
