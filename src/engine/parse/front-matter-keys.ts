import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Input } from '../model/input.ts';
import { durationExamples, parseDuration } from './duration.ts';
import { readInput } from './inputs-key.ts';

/** What was read, or what is needed instead and at which node. */
type Read<T = unknown> = { readonly value: T } | { readonly problem: string; readonly node?: ParsedNode };

/** Is told where the parts of a list or map stand, by their index or key. */
type Mark = (path: string, node: ParsedNode) => void;

/** One key: which field it fills, how its value is read, what it needs, and a right one to show. */
export type KeyRule = {
  readonly field: string;
  readonly needs: string;
  readonly sample: string;
  /** What it is for, in one sentence. */
  readonly summary: string;
  read(node: ParsedNode, mark: Mark): Read;
};

/** Every key of the front matter, in the order people write them. */
export const frontMatterKeys: Readonly<Record<string, KeyRule>> = {
  title: {
    ...textKey('title', 'title: Canary releases'),
    summary: 'The name of the page; else its first heading.',
  },
  description: {
    ...textKey('description', 'description: What it is for'),
    summary: 'What the page is for, for lists and the site.',
  },
  requires: {
    ...listKey('requires', 'requires: [lab0]'),
    summary: 'Runbooks that run before this one, by their path from here without `.md`.',
  },
  ready: {
    ...textKey('ready', 'ready: kubectl get namespace shop'),
    summary: 'A command that succeeds when this page has been done: who requires it skips it then.',
  },
  clusters: {
    ...mapKey('clusters', 'clusters: { CLUSTER1: kind-east }', variable, context),
    summary: 'Variables that name the clusters of a run, each with the context that it stands for.',
  },
  env: {
    ...mapKey('env', 'env: { NAME: value }', variable, perTarget),
    summary: 'Variables that the shell starts with; one value, or one each for `sandbox` and `cluster`.',
  },
  inputs: {
    ...inputsKey(),
    summary: 'Values that whoever runs the page is asked for; each is a variable of the shell.',
  },
  tools: {
    ...mapKey('tools', 'tools: { kubectl: ">=1.28" }', anyName, versionRange),
    summary: 'Programs that must be on PATH, with the versions that will do.',
  },
  needs: {
    ...listKey(
      'needs',
      'needs: [gatewayclass/istio-waypoint]',
      /^[^\s/]+\/[^\s/]+$/,
      'objects as `resource/name`',
    ),
    summary: 'Objects that must be on the first cluster before the run.',
  },
  secrets: {
    ...listKey('secrets', 'secrets: [API_TOKEN]', /^[A-Za-z_]\w*$/, 'names of variables'),
    summary: 'Variables that must be set, and whose values are masked everywhere.',
  },
  opaque: {
    ...listKey('opaque', 'opaque: ["ghcr.io/acme/*"]', /^\S+$/, 'names of images'),
    summary: 'Images that may run in the sandbox without being simulated; any, if it is left out.',
  },
  timeout: { ...durationKey('timeoutMs', 'timeout: 2m'), summary: 'The limit of each command.' },
  within: {
    ...durationKey('withinMs', 'within: 30s'),
    summary: 'How long checks are repeated that give no time themselves.',
  },
};

/** A rule but for what the key is for. */
type ReadRule = Omit<KeyRule, 'summary'>;

function textKey(field: string, sample: string): ReadRule {
  const needs = 'a text';
  return {
    field,
    sample,
    needs,
    read: (node) => (isText(node) ? { value: node.value } : { problem: needs, node }),
  };
}

function durationKey(field: string, sample: string): ReadRule {
  const needs = `a duration such as ${durationExamples}`;
  const read = (node: ParsedNode): Read => {
    const value = parseDuration(isText(node) ? node.value : '');
    return value === undefined ? { problem: needs, node } : { value };
  };
  return { field, sample, needs, read };
}

function listKey(field: string, sample: string, form = /\S/, what = 'texts'): ReadRule {
  const needs = `a list of ${what}`;
  const read = (node: ParsedNode, mark: Mark): Read => {
    if (!isSeq(node)) return { problem: needs, node };
    const value: string[] = [];
    for (const [index, item] of node.items.entries()) {
      const part = item as ParsedNode;
      if (!isText(part) || !form.test(part.value)) return { problem: needs, node: part };
      mark(String(index), part);
      value.push(part.value);
    }
    return { value };
  };
  return { field, sample, needs, read };
}

type ReadItem = (node: ParsedNode) => Read;

/** Says what is wrong with a key of a map; undefined when nothing is. */
type NameCheck = (name: string) => string | undefined;

function mapKey(field: string, sample: string, check: NameCheck, readItem: ReadItem = plainValue): ReadRule {
  const needs = 'a map of names to values';
  const read = (node: ParsedNode, mark: Mark): Read => {
    if (!isMap(node)) return { problem: needs, node };
    const value: [string, unknown][] = [];
    for (const { key, value: item } of node.items) {
      const name = isScalar(key) ? String(key.source ?? key.value) : '';
      const wrong = check(name);
      if (wrong) return { problem: wrong, node: key };
      if (item === null) return { problem: `a value for \`${name}\``, node: key };
      const result = readItem(item);
      if ('problem' in result) return result;
      mark(name, key);
      value.push([name, result.value]);
    }
    return { value: Object.fromEntries(value) };
  };
  return { field, sample, needs, read };
}

/** The names of inputs, each with nothing, its default, or a map that says more. */
function inputsKey(): ReadRule {
  const needs = 'a map of names of variables to what each input is';
  const read = (node: ParsedNode, mark: Mark): Read => {
    if (!isMap(node)) return { problem: needs, node };
    const value: Input[] = [];
    for (const { key, value: item } of node.items) {
      const name = isScalar(key) ? String(key.source ?? key.value) : '';
      const wrong = variable(name);
      if (wrong) return { problem: wrong, node: key };
      const result = readInput(name, item);
      if ('problem' in result) return result;
      mark(name, key);
      value.push(result.value);
    }
    return { value };
  };
  return { field: 'inputs', sample: 'inputs: { HOST: { prompt: "Which host?" } }', needs, read };
}

function variable(name: string): string | undefined {
  return /^[A-Za-z_]\w*$/.test(name)
    ? undefined
    : `names of variables (letters, digits, \`_\`), not \`${name}\``;
}

function anyName(name: string): string | undefined {
  return name === '' ? 'names that are texts' : undefined;
}

/** Numbers and truth values are kept as they are written: `1.30` is not `1.3`. */
function plainValue(node: ParsedNode): Read<string> {
  if (!isScalar(node) || node.value === null) return { problem: 'values that are texts', node };
  return { value: isText(node) ? node.value : (node.source ?? String(node.value)) };
}

/** The name of a context, which may be almost anything but nothing. */
function context(node: ParsedNode): Read<string> {
  const read = plainValue(node);
  return 'value' in read && read.value.trim() === '' ? { problem: 'a context for each cluster', node } : read;
}

/** Ranges as npm has them. @see https://github.com/npm/node-semver#ranges */
const comparator = String.raw`(?:(?:[<>]=?|[=~^])\s*)?v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:[-+][\w.+-]+)?`;
const comparators = String.raw`${comparator}(?:\s+(?:-\s+)?${comparator})*`;
const range = new RegExp(String.raw`^\s*${comparators}(?:\s*\|\|\s*${comparators})*\s*$`);

function versionRange(node: ParsedNode): Read<string> {
  const read = plainValue(node);
  if (!('value' in read) || range.test(read.value)) return read;
  return { problem: 'ranges of versions such as `>=1.28` or `*`', node };
}

const targets = ['sandbox', 'cluster'];

function perTarget(node: ParsedNode): Read<string | Readonly<Record<string, string>>> {
  if (!isMap(node)) return plainValue(node);
  const value: [string, string][] = [];
  for (const { key, value: item } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!targets.includes(name))
      return { problem: `targets \`sandbox\` or \`cluster\`, not \`${name}\``, node: key };
    if (item === null) return { problem: `a value for \`${name}\``, node: key };
    const read = plainValue(item);
    if ('problem' in read) return read;
    value.push([name, read.value]);
  }
  return { value: Object.fromEntries(value) };
}

function isText(node: ParsedNode): node is ParsedNode & { readonly value: string } {
  return isScalar(node) && typeof node.value === 'string';
}
