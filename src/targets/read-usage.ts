import { isMap, isScalar, type ParsedNode } from 'yaml';
import type { DescribedImage } from './sandbox.ts';

type Usage = NonNullable<DescribedImage['usage']>;

/** Tells what is wrong with a file, and where. */
export type Complain = (message: string, hint: string, at: ParsedNode) => undefined;

const sample = 'Write `usage: { cpu: 50m, memory: 64Mi, perRequest: 10m }`.';

const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Reads what containers of an image use: amounts as Kubernetes writes them. What is left out is nothing. */
export function readUsage(node: ParsedNode, complain: Complain): Usage | undefined {
  if (!isMap(node)) return complain('`usage` needs a map', sample, node);
  const found = { milliCpu: 0, memoryBytes: 0, milliCpuPerRequest: 0 };
  for (const { key, value } of node.items) {
    const name = textOf(key);
    const text = value ? textOf(value) : '';
    const at = value ?? key;
    if (name === 'cpu') found.milliCpu = milli(text) ?? badCpu(complain, at);
    else if (name === 'perRequest') found.milliCpuPerRequest = milli(text) ?? badCpu(complain, at);
    else if (name === 'memory') found.memoryBytes = bytes(text) ?? badMemory(complain, at);
    else complain(`Unknown key \`${name}\``, 'Use one of `cpu`, `memory`, `perRequest`.', key);
  }
  return found;
}

const textOf = (node: ParsedNode): string =>
  isScalar(node) && node.value !== null ? (node.source ?? String(node.value)) : '';

function milli(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit ? 1 : 1000);
}

function bytes(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([kMG]|[KMG]i)?$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit] ?? 1);
}

function badCpu(complain: Complain, at: ParsedNode): number {
  complain('Processors are an amount such as 250m or 1.5', sample, at);
  return 0;
}

function badMemory(complain: Complain, at: ParsedNode): number {
  complain('Memory is an amount such as 64Mi or 1Gi', sample, at);
  return 0;
}
