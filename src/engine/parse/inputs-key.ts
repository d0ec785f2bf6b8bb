import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { regexFault } from '../expectations/regex-fault.ts';
import { inputFault } from '../inputs/input-fault.ts';
import type { Input } from '../model/input.ts';

type Read<T> = { readonly value: T } | { readonly problem: string; readonly node: ParsedNode };

/** What an input may say of itself. */
type Fields = {
  prompt?: string;
  default?: string;
  choices?: readonly string[];
  pattern?: string;
  secret?: boolean;
  required?: boolean;
};

const readers: { readonly [K in keyof Fields]-?: (node: ParsedNode) => Read<Fields[K]> } = {
  prompt: readText,
  default: readText,
  choices: readChoices,
  pattern: readPattern,
  secret: readFlag,
  required: readFlag,
};

const keys = Object.keys(readers) as readonly (keyof Fields)[];

/** Reads what stands under the name of an input: nothing, its default, or a map that says more. */
export function readInput(name: string, node: ParsedNode | null): Read<Input> {
  if (node === null || (isScalar(node) && node.value === null))
    return { value: { name, secret: false, required: true } };
  if (!isMap(node)) {
    const read = readText(node);
    if ('problem' in read) return { ...read, problem: `a default or a map for \`${name}\`` };
    return { value: { name, default: read.value, secret: false, required: true } };
  }
  const fields: Fields = {};
  for (const { key, value } of node.items as readonly { key: ParsedNode; value: ParsedNode | null }[]) {
    const field = keys.find((each) => isScalar(key) && each === key.value);
    if (field === undefined) return { problem: `only ${listed(keys)} for \`${name}\``, node: key };
    const read: Read<unknown> = value === null ? { problem: 'a value', node: key } : readers[field](value);
    if ('problem' in read)
      return { problem: `${read.problem} as \`${field}\` of \`${name}\``, node: read.node };
    Object.assign(fields, { [field]: read.value });
  }
  const { secret = false, required = true, ...rest } = fields;
  const input = { name, ...rest, secret, required };
  const wrong = input.default === undefined ? undefined : inputFault(input, input.default);
  return wrong === undefined
    ? { value: input }
    : { problem: `a default for \`${name}\` that it may have: ${wrong}`, node };
}

function listed(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

/** Numbers and truth values are kept as they are written: `1.30` is not `1.3`. */
function readText(node: ParsedNode): Read<string> {
  if (!isScalar(node) || node.value === null) return { problem: 'a text', node };
  return { value: typeof node.value === 'string' ? node.value : (node.source ?? String(node.value)) };
}

function readChoices(node: ParsedNode): Read<readonly string[]> {
  if (!isSeq(node) || node.items.length === 0) return { problem: 'a list of texts', node };
  const choices: string[] = [];
  for (const item of node.items as readonly ParsedNode[]) {
    const read = readText(item);
    if ('problem' in read) return read;
    choices.push(read.value);
  }
  return { value: choices };
}

function readPattern(node: ParsedNode): Read<string> {
  const read = readText(node);
  if ('problem' in read) return read;
  const fault = regexFault(read.value);
  return fault === undefined ? read : { problem: `a regular expression (${fault.message})`, node };
}

function readFlag(node: ParsedNode): Read<boolean> {
  return isScalar(node) && typeof node.value === 'boolean'
    ? { value: node.value }
    : { problem: '`true` or `false`', node };
}
