import { stringify } from 'yaml';
import { CommandError, type FlagSpec } from '../command.ts';
import type { Flags } from '../flags.ts';
import { type GoValue, goValue, type Shape } from './shape.ts';

export const outputFlag: FlagSpec = {
  name: 'output',
  letter: 'o',
  type: 'string',
  default: 'short',
  help: 'how to print: json, yaml or short',
};

/** A table, or the data behind it in the format that `-o` asks for. @throws CommandError */
export function formatted(
  flags: Flags,
  summary: () => string,
  data: { readonly shape: Shape; readonly value: () => unknown },
): string {
  const format = flags.text('output');
  if (format === 'short') return summary();
  if (format !== 'json' && format !== 'yaml')
    throw new CommandError(`output format ${JSON.stringify(format)} not supported`);
  const value = goValue(data.shape, data.value());
  return format === 'json' ? `${jsonText(value, 4)}\n` : `${yamlText(value)}\n`;
}

/** As Go's `MarshalIndent` has it, with `<`, `>` and `&` escaped; indented by that many blanks, or by that text. */
export const jsonText = (value: GoValue, indent: number | '\t'): string =>
  written(value, typeof indent === 'number' ? ' '.repeat(indent) : indent, '\n');

function written(value: GoValue, indent: string, line: string): string {
  const inner = `${line}${indent}`;
  if (isList(value)) {
    const rows = value.map((one) => `${inner}${written(one, indent, inner)}`);
    return rows.length ? `[${rows.join(',')}${line}]` : '[]';
  }
  if (isEntries(value)) {
    const rows = value.entries.map(([key, one]) => `${inner}${quoted(key)}: ${written(one, indent, inner)}`);
    return rows.length ? `{${rows.join(',')}${line}}` : '{}';
  }
  return typeof value === 'string' ? quoted(value) : String(value);
}

const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** As sigs.k8s.io/yaml has it: keys sorted, numbers among them by their size, lists no further in than their key. */
export const yamlText = (value: GoValue): string =>
  stringify(plain(value), {
    lineWidth: 0,
    indentSeq: false,
    sortMapEntries: ({ key: a }, { key: b }) => inOrder(String(keyText(a)), String(keyText(b))),
  });

const keyText = (key: unknown): unknown =>
  typeof key === 'object' && key !== null && 'value' in key ? key.value : key;

function inOrder(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b);
  return a < b ? -1 : 1;
}

function plain(value: GoValue): unknown {
  if (isList(value)) return value.map(plain);
  return isEntries(value) ? new Map(value.entries.map(([key, one]) => [key, plain(one)])) : value;
}

const isList = (value: GoValue): value is readonly GoValue[] => Array.isArray(value);

const isEntries = (value: GoValue): value is { readonly entries: readonly (readonly [string, GoValue])[] } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
