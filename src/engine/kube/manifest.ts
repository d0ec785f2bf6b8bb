import { LineCounter, parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import type { Span } from '../model/source.ts';
import type { KubeObject } from './kube-object.ts';
import type { ClusterRequest } from './on-cluster.ts';

/** A manifest and where it goes. `at` is where its text begins in the document. */
export type ManifestRequest = ClusterRequest & { readonly manifest: string; readonly at: Span };

/** One object of a manifest and the line of the Markdown file where it begins. */
export type ManifestObject = { readonly object: KubeObject; readonly line: number };

/** @throws Error with the line, when the text is no YAML or one of its documents no object. */
export function objectsOf({
  manifest,
  at,
}: Pick<ManifestRequest, 'manifest' | 'at'>): readonly ManifestObject[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(manifest, {
    lineCounter: lines,
    version: '1.1',
    customTags: asKubectl,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    const offset = document.contents?.range?.[0] ?? 0;
    const line = at.start.line + lines.linePos(error?.pos[0] ?? offset).line - 1;
    if (error !== undefined) throw new Error(`line ${line}: ${error.message.split('\n')[0]}`);
    const value: unknown = document.toJS();
    return value === null ? [] : itemsOf(value).map((object) => ({ object: checked(object, line), line }));
  });
}

/** What kubectl reads as a text although YAML 1.1 makes a number or a date of it: `12:30`, `2026-01-01`. */
const texts: ReadonlySet<unknown> = new Set([
  'tag:yaml.org,2002:timestamp',
  'tag:yaml.org,2002:omap',
  'tag:yaml.org,2002:pairs',
  'tag:yaml.org,2002:set',
]);

/** Octal numbers as YAML 1.2 writes them, which kubectl reads beside those of YAML 1.1. */
const octal: ScalarTag = {
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0[oO][0-7_]+$/,
  resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0.|_/g, ''), 8),
};

/** kubectl's YAML: `0400` and `0o400` are octal, `yes` is true, and `<<` merges. @see https://pkg.go.dev/sigs.k8s.io/yaml */
const asKubectl = (tags: Tags): Tags => [
  octal,
  ...tags.filter((tag) => typeof tag === 'string' || (!texts.has(tag.tag) && tag.format !== 'TIME')),
];

function itemsOf(value: unknown): readonly unknown[] {
  const isList = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'List';
  return isList && 'items' in value && Array.isArray(value.items) ? value.items : [value];
}

function checked(value: unknown, line: number): KubeObject {
  const object = value as Partial<KubeObject>;
  if (typeof value !== 'object' || typeof object.apiVersion !== 'string' || typeof object.kind !== 'string') {
    throw new Error(`line ${line}: an object needs \`apiVersion\` and \`kind\``);
  }
  if (typeof object.metadata?.name !== 'string')
    throw new Error(`line ${line}: ${object.kind} needs \`metadata.name\``);
  return value as KubeObject;
}
