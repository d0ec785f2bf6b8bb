import { parseAllDocuments, stringify } from 'yaml';
import { isMap } from '../../expectations/json-map.ts';
import type { ApplyAction, AssertAction, Expectation, ObjectArgs } from '../../model/runbook.ts';
import { wantedObject } from './wanted-json.ts';
import { word } from './words.ts';

/** An object of a manifest: its YAML as written, and `gateway.gateway.networking.k8s.io/name` as the engine calls it. */
type ManifestObject = { readonly yaml: string; readonly name: string };

/** The calls that apply the objects of a manifest one by one. `deleteAs`: the number under which they are deleted. */
export function applyText(action: ApplyAction, deleteAs: number | undefined): string {
  const calls = objectsOf(action.manifest).map(({ yaml, name }) => {
    const words = [word(name), ...(deleteAs === undefined ? [] : [String(deleteAs)])];
    const end = delimiter(yaml);
    const force = action.force === false ? 'rb_force=--force-conflicts=false ' : '';
    return `${force}rb_apply ${words.join(' ')} <<'${end}'\n${yaml.replace(/\n*$/, '\n')}${end}\n`;
  });
  return `${placeText(action)}\n${calls.join('')}rb_all_applied;`;
}

/** The calls that read what the documents of an assert block ask for. */
export function readText(action: AssertAction, expectations: readonly Expectation[]): string {
  const calls = expectations.map(({ args }) => {
    const { apiVersion, kind, name, object } = args as ObjectArgs;
    const own = isMap(object.metadata) ? object.metadata.namespace : undefined;
    const metadata = {
      ...(name === undefined ? {} : { name }),
      ...(own === undefined ? {} : { namespace: own }),
    };
    const { wanted } = wantedObject({ apiVersion, kind, metadata });
    return `rb_read ${word(wantedObject(object).variables)} ${word(wanted)}\n`;
  });
  return `${placeText(action)}\n${calls.join('')}rb_all_read;`;
}

function placeText({ cluster, namespace }: ApplyAction | AssertAction): string {
  return ['rb_place', expandable(cluster), ...(namespace === undefined ? [] : [expandable(namespace)])].join(
    ' ',
  );
}

function objectsOf(manifest: string): readonly ManifestObject[] {
  const documents = parseAllDocuments(manifest);
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const value: unknown = document.toJS();
    if (value === null) return [];
    if (!isList(value)) return [{ yaml: textOf(manifest, document.range), name: nameOf(value) }];
    return value.items.map((item) => ({ yaml: stringify(item), name: nameOf(item) }));
  });
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'List'
    ? 'items' in value && Array.isArray(value.items)
    : false;
}

/** A document as it is written, without the line that begins it. */
function textOf(manifest: string, [from, , to]: readonly [number, number, number]): string {
  return manifest
    .slice(from, to)
    .replace(/^(?:\s*\n)*---[ \t]*(?:#.*)?\n/, '')
    .replace(/\n(?:---|\.\.\.)[ \t]*(?:#.*)?\n*$/, '\n');
}

function nameOf(value: unknown): string {
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  const group = String(apiVersion).includes('/') ? `.${String(apiVersion).split('/')[0]}` : '';
  const { name } = (metadata ?? {}) as { readonly name?: unknown };
  return `${String(kind).toLowerCase()}${group}/${String(name)}`;
}

/** A text in which only `$NAME` and `${NAME}` mean something. */
function expandable(text: string): string {
  const pieces = text.split(/(\$\{\w+\}|\$\w+)/).filter(Boolean);
  if (pieces.length === 0) return "''";
  return pieces.map((piece) => (/^\$\{?\w+\}?$/.test(piece) ? `"${piece}"` : word(piece))).join('');
}

/** A line that the text doesn't have. */
function delimiter(text: string): string {
  const lines = new Set(text.split('\n'));
  let name = 'YAML';
  while (lines.has(name)) name += '_';
  return name;
}
