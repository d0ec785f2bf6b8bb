import { digestOf } from '../digest.ts';
import type { Kind } from '../kind.ts';
import type { KindRegistry } from '../kinds/registry.ts';
import { type Definitions, isIntOrString, type Schema } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** What `/openapi/v3` lists: where each document is. Its hash says when a client needs to read one again. */
export function openApiV3Index(kinds: KindRegistry): Json {
  const versions = kinds.all.flatMap(({ group, versions }) =>
    versions.map((version) => [documentPath(group, version), hashOf(kinds, group, version)] as const),
  );
  const others = discoveryPaths(kinds).map((path) => [path, 'sandbox'] as const);
  const entries = [...new Map([...versions, ...others])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, hash]) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]);
  return { paths: Object.fromEntries(entries) };
}

/** Discovery has documents too: of the groups that are always there. */
const discoveryPaths = ({ all }: KindRegistry): readonly string[] => [
  '.well-known/openid-configuration',
  'api',
  'apis',
  'openid/v1/jwks',
  'version',
  ...new Set(all.filter(({ custom, group }) => !custom && group).map(({ group }) => `apis/${group}`)),
];

/** The document of a path of discovery; undefined where there is none. */
export const openApiDocumentOfPath = (kinds: KindRegistry, path: string): Json | undefined =>
  discoveryPaths(kinds).includes(path)
    ? {
        openapi: '3.0.0',
        info,
        paths: { [`/${path}/`]: { get: { responses: { 200: { description: 'OK' } } } } },
      }
    : undefined;

const info = { title: 'Kubernetes', version: 'sandbox' } as const;

/** Only custom resources change while a server runs. */
function hashOf({ all }: KindRegistry, group: string, version: string): string {
  const custom = all.filter((kind) => kind.custom && kind.group === group && kind.versions.includes(version));
  if (!custom.length) return 'sandbox';
  return digestOf(custom.map((kind) => digestOfSchema(kind.schemaOf(version).schema)).join()).slice(0, 32);
}

const digests = new WeakMap<Schema, string>();

function digestOfSchema(schema: Schema): string {
  const digest = digests.get(schema) ?? digestOf(JSON.stringify(schema));
  digests.set(schema, digest);
  return digest;
}

const documentPath = (group: string, version: string): string =>
  group ? `apis/${group}/${version}` : `api/${version}`;

/**
 * The OpenAPI v3 document of a group and version, as far as kubectl reads it: which operations take
 * `fieldValidation`, and the schemas that `kubectl explain` shows. Undefined when nothing is served there.
 * Strategic merge patch isn't listed: without it kubectl takes the merge keys that it has compiled in.
 */
export function openApiV3({ all }: KindRegistry, group: string, version: string): Json | undefined {
  const kinds = all.filter((kind) => kind.group === group && kind.versions.includes(version));
  if (!kinds.length) return undefined;
  const schemas: Record<string, Json> = {};
  for (const kind of kinds) addSchemas(kind, version, schemas);
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(kinds.flatMap((kind) => pathsOf(kind, version))),
    components: { schemas },
  };
}

function addSchemas(kind: Kind, version: string, schemas: Record<string, Json>): void {
  const { name, schema, definitions } = kind.schemaOf(version);
  const type = { group: kind.group, version, kind: kind.kind };
  schemas[name] = { ...published(schema), 'x-kubernetes-group-version-kind': [type] };
  for (const inner of referred(schema)) addReferred(inner, definitions, schemas);
}

function addReferred(name: string, definitions: Definitions, schemas: Record<string, Json>): void {
  const definition = definitions[name];
  if (!definition || schemas[name]) return;
  schemas[name] = published(definition);
  for (const inner of referred(definition)) addReferred(inner, definitions, schemas);
}

/** References as OpenAPI has them: a field's own description stands beside, not over, what it refers to. */
function published(schema: Schema): Json {
  const { $ref, properties, items, additionalProperties, ...own } = schema;
  if ($ref) return { ...own, allOf: [{ $ref: `#/components/schemas/${$ref}` }] };
  return {
    ...own,
    ...(isIntOrString(own) ? { oneOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, field]) => [key, published(field)]),
          ),
        }
      : {}),
    ...(items ? { items: published(items) } : {}),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: published(additionalProperties) }
      : {}),
  };
}

/** The definitions that a schema names, at its top or anywhere below. */
export function referred({ $ref, properties, items, additionalProperties }: Schema): string[] {
  return [
    ...($ref ? [$ref] : []),
    ...[...Object.values(properties ?? {}), items, additionalProperties].flatMap((inner) =>
      typeof inner === 'object' ? referred(inner) : [],
    ),
  ];
}

/** The operations on a kind, by path. */
export function pathsOf(kind: Kind, version: string): [string, Json][] {
  const root = kind.group ? `/apis/${kind.group}/${version}` : `/api/${version}`;
  const base = `${root}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`;
  const type = { group: kind.group, version, kind: kind.kind };
  const written = (method: string, body: Json) => ({ [method]: operation(kind, method, type, body) });
  return [
    [base, { ...written('get', {}), ...written('post', { 'application/json': {} }) }],
    [
      `${base}/{name}`,
      {
        ...written('get', {}),
        ...written('put', { 'application/json': {} }),
        ...written('patch', {
          'application/json-patch+json': {},
          'application/merge-patch+json': {},
          'application/apply-patch+yaml': {},
        }),
        ...written('delete', {}),
      },
    ],
  ];
}

function operation(kind: Kind, method: string, type: Json, content: Json): Json {
  const writes = Object.keys(content).length > 0;
  return {
    operationId: `${method}${kind.group.replaceAll('.', '_')}${kind.kind}`,
    ...(writes
      ? {
          parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }],
          requestBody: { content },
        }
      : {}),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-group-version-kind': type,
  };
}
