import { isMap, isScalar, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { yamlFault } from '../expectations/yaml-fault.ts';
import type { FrontMatter } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { duplicateKey } from './duplicate-key.ts';
import { frontMatterKeys, type KeyRule } from './front-matter-keys.ts';
import { type HeadProblem, nearKey, strangeKey } from './head-problem.ts';
import { type Lines, spanOf } from './lines.ts';
import { readToml } from './toml-head.ts';

/**
 * What the head says. `title` is apart, as the document's first heading can give it too; `declares` says whether it has
 * keys that only a runbook has.
 */
export type Head = {
  readonly title?: string;
  readonly meta: FrontMatter;
  readonly declares: boolean;
  readonly problems: readonly HeadProblem[];
};

/** A stretch of the file that holds the front matter, as offsets. */
type Stretch = { readonly from: number; readonly to: number; readonly language: 'yaml' | 'toml' };

const empty: FrontMatter = {
  requires: [],
  clusters: {},
  env: {},
  inputs: [],
  tools: {},
  needs: [],
  secrets: [],
  spans: {},
};

/** How to point and to complain. */
type Reading = {
  readonly at: (from: number, to: number) => Span;
  readonly problem: (problem: HeadProblem) => void;
};

/** Reads the front matter, in which other tools have keys of their own. What is wrong is left out. */
export function readFrontMatter(lines: Lines, stretch: Stretch | undefined): Head {
  const problems: HeadProblem[] = [];
  if (!stretch) return { meta: empty, declares: false, problems };
  const at = (from: number, to: number) =>
    spanOf(lines, stretch.from + from, stretch.from + Math.max(from, to));
  const reading: Reading = { at, problem: (problem) => problems.push(problem) };
  const text = lines.text.slice(stretch.from, stretch.to);
  const root = stretch.language === 'toml' ? tomlRoot(text, reading) : yamlRoot(text, reading);
  return { ...(root ? readKeys(root, reading) : { meta: empty, declares: false }), problems };
}

function tomlRoot(text: string, reading: Reading): YAMLMap.Parsed | undefined {
  const read = readToml(text);
  if (!('reason' in read)) return read;
  reading.problem({
    code: 'parse/bad-front-matter',
    message: `The front matter is not valid TOML: ${read.reason}.`,
    hint: 'Write `key = "value"`, one a line.',
    span: reading.at(read.at, read.at + 1),
    counts: 'unless-plain',
  });
  return undefined;
}

function yamlRoot(text: string, reading: Reading): YAMLMap.Parsed | undefined {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const error = document.errors[0] ?? duplicateKey(document);
  if (error) {
    const { reason, hint } = yamlFault(error, text);
    const message = `The front matter is not valid YAML: ${reason}.`;
    const span = reading.at(error.pos[0], error.pos[1]);
    reading.problem({ code: 'parse/bad-front-matter', message, span, hint, counts: 'unless-plain' });
    return undefined;
  }
  const root = document.contents;
  if (root === null || isMap(root)) return root ?? undefined;
  const message = 'The front matter must be a map of keys to values.';
  const hint = 'Write `title: …`, one key a line.';
  const span = reading.at(root.range[0], root.range[1]);
  reading.problem({ code: 'parse/wrong-type', message, span, hint, counts: 'if-ours' });
  return undefined;
}

/** Fields that keys of other tools may well have filled. */
const shared: ReadonlySet<string> = new Set(['title', 'description', 'env', 'tools', 'timeoutMs']);

/** Reads our keys, which may stand under `runbook` as well: then what is wrong beside it is another tool's. */
function readKeys(root: YAMLMap.Parsed, reading: Reading): Omit<Head, 'problems'> {
  const own = root.items.find(({ key }) => nameOf(key) === 'runbook')?.value;
  const below = isMap(own) ? (own as YAMLMap.Parsed) : undefined;
  const beside = readMap(root, below ? { ...reading, problem: () => undefined } : reading);
  const inside = below && readMap(below, reading, 'runbook.');
  const found = { ...beside.found, ...inside?.found };
  const { title, ...meta } = found as { title?: string } & Partial<FrontMatter>;
  return {
    ...(title === undefined ? {} : { title }),
    meta: { ...empty, ...meta, spans: { ...beside.spans, ...inside?.spans } },
    declares: below !== undefined || Object.keys(beside.found).some((field) => !shared.has(field)),
  };
}

type FoundKeys = { readonly found: Record<string, unknown>; readonly spans: Record<string, Span> };

function readMap(map: YAMLMap.Parsed, reading: Reading, path = ''): FoundKeys {
  const found: Record<string, unknown> = {};
  const spans: Record<string, Span> = {};
  for (const { key, value } of map.items) {
    const name = nameOf(key);
    const span = spanOfNode(key, reading);
    const rule = Object.hasOwn(frontMatterKeys, name) ? frontMatterKeys[name] : undefined;
    if (!rule) {
      const problem = path === '' ? unknownAtTop(name, value, span) : strangeKey(name, span);
      if (problem) reading.problem(problem);
      continue;
    }
    spans[name] = span;
    const read = readValue(value, rule, { ...reading, name, key, spans });
    if (read !== undefined) found[rule.field] = read;
  }
  return { found, spans };
}

function unknownAtTop(name: string, value: ParsedNode | null, span: Span): HeadProblem | undefined {
  if (name !== 'runbook') return nearKey(name, span);
  if (isMap(value)) return undefined;
  return {
    code: 'parse/wrong-type',
    message: '`runbook` needs a map of our keys.',
    hint: 'Write `runbook: { clusters: { CLUSTER1: kind-east } }`.',
    span,
    counts: 'if-ours',
  };
}

function nameOf(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : '';
}

type Inside = Reading & {
  readonly name: string;
  readonly key: ParsedNode;
  readonly spans: Record<string, Span>;
};

function readValue(node: ParsedNode | null, rule: KeyRule, inside: Inside): unknown {
  // A key without a value is a line of a form that nobody filled in.
  const isLeftEmpty = node === null || (isScalar(node) && node.value === null);
  if (isLeftEmpty && rule.field === 'description') return undefined;
  const result =
    node === null
      ? { problem: rule.needs }
      : rule.read(node, (path, part) => {
          inside.spans[`${inside.name}.${path}`] = spanOfNode(part, inside);
        });
  if ('value' in result) return result.value;
  inside.problem({
    code: 'parse/wrong-type',
    message: `\`${inside.name}\` needs ${result.problem}.`,
    span: spanOfNode(result.node ?? node ?? inside.key, inside),
    hint: `Write \`${rule.sample}\`.`,
    counts: 'if-ours',
  });
  return undefined;
}

function spanOfNode(node: ParsedNode, { at }: Reading): Span {
  return at(node.range[0], node.range[1]);
}
