import { type Document, isMap as isMapNode, isPair, type ParsedNode, type YAMLError } from 'yaml';
import type { Json } from '../model/json.ts';
import { isAnything } from './contains.ts';
import { isList, isMap, type JsonMap } from './json-map.ts';
import { keyPath } from './json-path.ts';
import type { ParseProblem } from './kind.ts';
import { yamlFault } from './yaml-fault.ts';

/** One document of an assert block. */
type ObjectDocument = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly object: JsonMap;
};

type Read = { readonly document: ObjectDocument } | { readonly problem: ParseProblem };

type Keys = readonly (string | number)[];

/**
 * Reads a YAML document as the part of an object that must be there. Offsets are those of the text it is from; a problem
 * of the whole document begins where it does and has no length.
 */
export function readObjectDocument(document: Document.Parsed<ParsedNode>): Read {
  const [error] = document.errors;
  if (error) return { problem: yamlProblem(error) };
  const object = jsonOf(document);
  if (!isMap(object)) return bad(document, [], 'This is no object.', objectHint);
  const fault =
    identityFault(object) ??
    listFault(object) ??
    emptyFault(object) ??
    numberFault(object) ??
    secretFault(object);
  if (fault) return bad(document, fault.keys, fault.message, fault.hint, fault.code);
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = isMap(metadata) ? metadata : {};
  return {
    document: {
      apiVersion: String(apiVersion),
      kind: String(kind),
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof namespace === 'string' ? { namespace } : {}),
      object,
    },
  };
}

/** What a document asks for, in short: `Gateway bookinfo/agw-waypoint`, `Pod in bookinfo`. */
export function calledOf({
  kind,
  name,
  namespace,
}: Pick<ObjectDocument, 'kind' | 'name' | 'namespace'>): string {
  if (name === undefined) return namespace === undefined ? kind : `${kind} in ${namespace}`;
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

const objectHint = 'Every object begins with `apiVersion`, `kind` and `metadata`.';

/** The problem of a text that is no YAML. `text` is that text, if it is at hand. */
export function yamlProblem(error: YAMLError, text?: string): ParseProblem {
  const { reason, hint } = yamlFault(error, text);
  const [from, to] = error.pos;
  const message = `The manifest is not valid YAML: ${reason}.`;
  return { code: 'parse/bad-manifest', message, hint, from, to: Math.max(from + 1, to) };
}

/** The document as plain JSON; undefined when it is endless or refers to what is not there. */
function jsonOf(document: Document.Parsed<ParsedNode>): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(document.toJS())) as Json;
  } catch {
    return undefined;
  }
}

type Fault = {
  readonly keys: Keys;
  readonly message: string;
  readonly hint: string;
  readonly code?: ParseProblem['code'];
};

function identityFault(object: JsonMap): Fault | undefined {
  for (const key of ['apiVersion', 'kind'] as const) {
    const value = object[key];
    if (value === undefined) return { keys: [], message: `The object has no \`${key}\`.`, hint: objectHint };
    const form = key === 'kind' ? /^[A-Z]\w*$/ : /^[a-z0-9.-]+(?:\/[a-z0-9.-]+)?$/;
    if (typeof value === 'string' && form.test(value)) continue;
    const sample = key === 'kind' ? 'Deployment' : 'apps/v1';
    return {
      keys: [key],
      message: `\`${key}\` is no ${key} of an object.`,
      hint: `Write for example \`${key}: ${sample}\`.`,
    };
  }
  const { metadata = {} } = object;
  if (!isMap(metadata)) return { keys: ['metadata'], message: '`metadata` is no map.', hint: objectHint };
  const key = ['name', 'namespace'].find((name) => Object.hasOwn(metadata, name) && !isText(metadata[name]));
  if (key === undefined) return undefined;
  const hint = `Write it as a text, for example \`${key}: "1"\`.`;
  return { keys: ['metadata', key], message: `\`metadata.${key}\` is no text.`, hint };
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function listFault({ kind, items }: JsonMap): Fault | undefined {
  if (items === undefined || !String(kind).endsWith('List')) return undefined;
  const hint = 'Write each object as a document of its own, with `---` between them.';
  return { keys: ['items'], message: `A \`${kind}\` holds objects and is none itself.`, hint };
}

/** A key without a value asks for nothing; most of all it is a line that lost its indentation. */
function emptyFault(object: JsonMap): Fault | undefined {
  const keys = placeIn(object, (value) => value === null || (isList(value) && value.length === 0));
  if (keys === undefined) return undefined;
  return {
    keys,
    code: 'parse/empty-expectation',
    message: `\`${pathOf(keys)}\` has no value, so nothing about it is checked.`,
    hint: 'Give it a value, indent what belongs to it, or remove the line.',
  };
}

/** A whole number that a double can't hold would be another one, here and in what the server answers. */
function numberFault(object: JsonMap): Fault | undefined {
  const keys = placeIn(object, (value) => Number.isInteger(value) && !Number.isSafeInteger(value));
  if (keys === undefined) return undefined;
  const message = `\`${pathOf(keys)}\` has more digits than can be compared exactly.`;
  const hint = 'Check it with `# expect json:` below a `kubectl get … -o json`, which reads every digit.';
  return { keys, message, hint };
}

function pathOf(keys: Keys): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${key}]` : keyPath(path, key)),
    '',
  );
}

/** Where the first value stands of which something holds. */
function placeIn(value: Json, holds: (value: Json) => boolean): Keys | undefined {
  if (holds(value)) return [];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value) as [string, Json][]) {
    const found = placeIn(item, holds);
    if (found) return [isList(value) ? Number(key) : key, ...found];
  }
  return undefined;
}

/** What a Secret holds is never read, so that it can't be printed either. */
function secretFault({ apiVersion, kind, data, stringData }: JsonMap): Fault | undefined {
  if (apiVersion !== 'v1' || kind !== 'Secret') return undefined;
  for (const [field, values] of Object.entries({ data, stringData })) {
    const open = isMap(values) ? Object.entries(values).find(([, value]) => !isAnything(value)) : undefined;
    if (open === undefined) continue;
    return {
      keys: [field, open[0]],
      message: 'Values of a Secret are not read, so that none of them is ever shown.',
      hint: `Ask only whether the key is there: \`${open[0]}: ...\`.`,
    };
  }
  return undefined;
}

function bad(
  document: Document.Parsed<ParsedNode>,
  keys: Keys,
  message: string,
  hint: string,
  code: ParseProblem['code'] = 'parse/bad-manifest',
): Read {
  const [from, to] = placeOf(document, keys);
  return { problem: { code, message, hint, from, to } };
}

/** Where the key at the end of a path stands; the start of the document, without an end, when that can't be told. */
function placeOf(document: Document.Parsed<ParsedNode>, keys: Keys): readonly [number, number] {
  const from = document.contents?.range[0] ?? 0;
  const start = [from, from] as const;
  const last = keys.at(-1);
  if (last === undefined) return start;
  const parent = document.getIn(keys.slice(0, -1), true);
  const pair = isMapNode(parent)
    ? parent.items.find((item) => isPair(item) && String(item.key) === last)
    : undefined;
  const node = (pair?.key ?? document.getIn(keys, true)) as Partial<ParsedNode> | undefined;
  return node?.range ? [node.range[0], node.range[1]] : start;
}
