import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { nearest } from '../engine/diagnostics/nearest.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { readAdmission } from './read-admission.ts';
import { type Complain, readUsage } from './read-usage.ts';
import type { DescribedImage, DescribedPath } from './sandbox.ts';

/** What a file says, or everything that is wrong with it. */
type Read = { readonly images: readonly DescribedImage[]; readonly diagnostics: readonly Diagnostic[] };

const sample = 'Write `ghcr.io/acme/shop: { ports: { 8080: { /: "hello" } }, logs: "started" }`.';

/**
 * Reads a `workloads.yaml`: images with the paths that they answer, what they log and when they end. Pure.
 * @param file The file's name, as it is shown.
 */
export function readWorkloads(text: string, file: string): Read {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const diagnostics: Diagnostic[] = [];
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, offset };
  };
  const add = (message: string, hint: string, from: number, to: number): undefined => {
    const span = { file, start: position(from), end: position(to) };
    diagnostics.push({ code: 'target/bad-workloads', severity: 'error', message, hint, span });
  };
  const complain: Complain = (message, hint, at) => add(message, hint, at.range[0], at.range[1]);
  const [error] = document.errors;
  if (error) add(`This is no YAML: ${error.message.split('\n')[0]}`, 'Fix it as YAML.', ...error.pos);
  const { contents } = document;
  if (error || contents === null) return { images: [], diagnostics };
  if (!isMap(contents)) complain('The file is no map of images', sample, contents);
  const images = isMap(contents)
    ? contents.items.flatMap((pair) => imageOf(pair.key, pair.value, complain) ?? [])
    : [];
  return { images, diagnostics };
}

type Said = { -readonly [Key in 'ports' | 'logs' | 'exit' | 'usage' | 'admission']?: DescribedImage[Key] };

/** What each key of an image says. */
const readers: Readonly<Record<string, (at: ParsedNode, said: Said, complain: Complain) => void>> = {
  ports(at, said, complain) {
    said.ports = portsOf(at, complain);
  },
  logs(at, said, complain) {
    said.logs = textOf(at) ?? complain('`logs` needs a text', 'Write `logs: "started"`.', at) ?? '';
  },
  exit(at, said, complain) {
    const exit = exitOf(at, complain);
    if (exit) said.exit = exit;
  },
  usage(at, said, complain) {
    const usage = readUsage(at, complain);
    if (usage) said.usage = usage;
  },
  admission(at, said, complain) {
    const admission = readAdmission(at, complain);
    if (admission) said.admission = admission;
  },
};

function imageOf(key: ParsedNode, value: ParsedNode | null, complain: Complain): DescribedImage | undefined {
  const image = textOf(key) ?? '';
  if (!/^\S+$/.test(image)) return complain(`\`${image}\` is no name of an image`, sample, key);
  if (!isMap(value)) return complain(`\`${image}\` needs a map of what it does`, sample, value ?? key);
  const said: Said = {};
  for (const pair of value.items) {
    const name = textOf(pair.key) ?? '';
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read) read(pair.value ?? pair.key, said, complain);
    else complain(`Unknown key \`${name}\``, hintFor(name, Object.keys(readers)), pair.key);
  }
  // What is said beside what it does leaves an image to go on doing what the sandbox knows of it.
  const { usage, admission, ...does } = said;
  const behaves = Object.keys(does).length > 0 || !(usage || admission);
  return { image, ports: {}, logs: '', ...said, behaves };
}

function hintFor(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined
    ? `Use one of ${known.map((each) => `\`${each}\``).join(', ')}.`
    : `Did you mean \`${near}\`?`;
}

function portsOf(node: ParsedNode, complain: Complain): Record<number, readonly DescribedPath[]> {
  const hint = 'Write `ports: { 8080: { /: "hello" } }`.';
  if (!isMap(node)) return complain('`ports` needs a map of ports to what they answer', hint, node) ?? {};
  const found: Record<number, readonly DescribedPath[]> = {};
  for (const { key, value } of node.items) {
    const port = Number(textOf(key));
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      complain('A port is a number from 1 to 65535', hint, key);
    else if (!isMap(value)) complain(`Port ${port} needs a map of paths to answers`, hint, value ?? key);
    else found[port] = pathsOf(value, complain);
  }
  return found;
}

const answerKeys = ['status', 'body', 'json', 'headers'];

function pathsOf(node: YAMLMap.Parsed, complain: Complain): readonly DescribedPath[] {
  return node.items.flatMap(({ key, value }) => {
    const path = textOf(key) ?? '';
    if (!path.startsWith('/'))
      return complain('A path begins with a slash', 'Write `/health: "ok"`.', key) ?? [];
    const text = value && textOf(value);
    if (text !== undefined && text !== null) return [{ path, status: 200, headers: {}, body: text }];
    if (!isMap(value))
      return (
        complain(
          `\`${path}\` needs a text, or a map with \`status\`, \`body\`, \`json\`, \`headers\``,
          'Write `/health: "ok"`.',
          value ?? key,
        ) ?? []
      );
    return [answerOf(path, value, complain)];
  });
}

function answerOf(path: string, node: YAMLMap.Parsed, complain: Complain): DescribedPath {
  const found = { path, status: 200, headers: {} as Record<string, string>, body: '' };
  for (const { key, value } of node.items) {
    const name = textOf(key) ?? '';
    const at = value ?? key;
    if (name === 'status') found.status = statusOf(at, complain) ?? found.status;
    else if (name === 'body')
      found.body = textOf(at) ?? complain('`body` needs a text', 'Write `body: "ok"`.', at) ?? '';
    else if (name === 'json') {
      found.body = JSON.stringify(at.toJSON());
      found.headers['Content-Type'] ??= 'application/json';
    } else if (name === 'headers') Object.assign(found.headers, headersOf(at, complain));
    else complain(`Unknown key \`${name}\``, hintFor(name, answerKeys), key);
  }
  return found;
}

function statusOf(node: ParsedNode, complain: Complain): number | undefined {
  const status = Number(textOf(node));
  if (Number.isInteger(status) && status >= 100 && status < 600) return status;
  return complain('`status` is a number from 100 to 599', 'Write `status: 503`.', node);
}

function headersOf(node: ParsedNode, complain: Complain): Readonly<Record<string, string>> {
  const hint = 'Write `headers: { Content-Type: text/plain }`.';
  if (!isMap(node)) return complain('`headers` needs a map', hint, node) ?? {};
  return Object.fromEntries(
    node.items.map(({ key, value }) => [textOf(key) ?? '', (value && textOf(value)) ?? '']),
  );
}

function exitOf(
  node: ParsedNode,
  complain: Complain,
): { readonly code: number; readonly afterMs: number } | undefined {
  const hint = 'Write `exit: 0`, or `exit: { code: 1, after: 2s }`.';
  const code = (at: ParsedNode): number | undefined => {
    const value = Number(textOf(at));
    return Number.isInteger(value) && value >= 0 && value < 256
      ? value
      : complain('An exit code is a number from 0 to 255', hint, at);
  };
  if (!isMap(node)) {
    const value = code(node);
    return value === undefined ? undefined : { code: value, afterMs: 0 };
  }
  const found = { code: 0, afterMs: 0 };
  for (const { key, value } of node.items) {
    const name = textOf(key) ?? '';
    const at = value ?? key;
    if (name === 'code') found.code = code(at) ?? 0;
    else if (name === 'after') {
      const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(textOf(at) ?? '') ?? [];
      if (amount === undefined) complain('`after` needs a duration such as 500ms, 2s', hint, at);
      else found.afterMs = Number(amount) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 1000);
    } else complain(`Unknown key \`${name}\``, hintFor(name, ['code', 'after']), key);
  }
  return found;
}

/** A scalar as it is written; undefined for a map or a list. */
function textOf(node: ParsedNode): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
