import type { Kind } from '../kind.ts';
import type { KindRegistry } from '../kinds/registry.ts';
import { pathsOf, referred } from './openapi.ts';
import { type Definitions, isIntOrString, type Schema } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;

/** A document in OpenAPI v2, as far as one is made here. */
export type OpenApiV2 = {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationV2>>>>;
  readonly definitions: Readonly<Record<string, Json>>;
};

export type OperationV2 = {
  readonly operationId: string;
  readonly consumes?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly type: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly 'x-kubernetes-group-version-kind': Json;
};

/**
 * All that is served in one document of OpenAPI v2, from the same schemas as those of v3: older clients take fields and
 * the keys of lists from it.
 */
export function openApiV2Document({ all }: KindRegistry): OpenApiV2 {
  const definitions: Record<string, Json> = {};
  const paths: Record<string, Readonly<Record<string, OperationV2>>> = {};
  for (const kind of all)
    for (const version of kind.versions) {
      addDefinitions(kind, version, definitions);
      for (const [path, operations] of pathsOf(kind, version)) paths[path] = operationsOf(operations);
    }
  return { swagger: '2.0', info: { title: 'Kubernetes', version: 'sandbox' }, paths, definitions };
}

function addDefinitions(kind: Kind, version: string, found: Record<string, Json>): void {
  const { name, schema, definitions } = kind.schemaOf(version);
  const type = { group: kind.group, version, kind: kind.kind };
  found[name] = { ...published(schema), 'x-kubernetes-group-version-kind': [type] };
  for (const inner of referred(schema)) addReferred(inner, definitions, found);
}

function addReferred(name: string, definitions: Definitions, found: Record<string, Json>): void {
  const definition = definitions[name];
  if (!definition || found[name]) return;
  found[name] = published(definition);
  for (const inner of referred(definition)) addReferred(inner, definitions, found);
}

/**
 * What OpenAPI v2 can say of a schema. Clients that read it know neither alternatives nor fields that may be null or
 * that no schema names; of those it says nothing rather than something that they would take for a rule.
 * @see kubernetes, apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go
 */
function published(schema: Schema): Json {
  const { $ref, properties, items, additionalProperties, description } = schema;
  const told = description === undefined ? {} : { description };
  if ($ref) return { ...told, $ref: `#/definitions/${$ref}` };
  const extensions = Object.entries(schema).filter(([name]) => name.startsWith('x-kubernetes-'));
  const marks: Json = { ...told, ...Object.fromEntries(extensions) };
  if (schema.nullable || schema['x-kubernetes-int-or-string']) return marks;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const isUntyped = (isOpen && schema.type === 'object') || (schema.type === 'array' && (isOpen || !items));
  const own = Object.entries(schema).filter(([name]) => kept.has(name) && !(isUntyped && name === 'type'));
  const required = schema.required?.filter((name) => !properties?.[name]?.nullable);
  return {
    ...Object.fromEntries(own),
    ...(required ? { required } : {}),
    ...marks,
    ...(isIntOrString(schema) ? { type: 'string' } : {}),
    ...(isOpen || !properties ? {} : { properties: mapValues(properties, published) }),
    ...(isOpen || !items ? {} : { items: published(items) }),
    ...(!isOpen && typeof additionalProperties === 'object'
      ? { additionalProperties: published(additionalProperties) }
      : {}),
  };
}

const kept = new Set(
  'type format required enum pattern minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems uniqueItems minProperties maxProperties default'.split(
    ' ',
  ),
);

const mapValues = <V, W>(
  values: Readonly<Record<string, V>>,
  map: (value: V) => W,
): Readonly<Record<string, W>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));

function operationsOf(operations: Json): Readonly<Record<string, OperationV2>> {
  return mapValues(
    operations as Readonly<Record<string, OperationV3>>,
    ({ parameters, requestBody, ...rest }) => ({
      ...rest,
      ...(requestBody ? { consumes: Object.keys(requestBody.content) } : {}),
      ...(parameters
        ? {
            parameters: parameters.map(({ name, in: place, schema }) => ({
              name,
              in: place,
              type: schema.type,
            })),
          }
        : {}),
    }),
  );
}

type OperationV3 = Pick<OperationV2, 'operationId' | 'responses' | 'x-kubernetes-group-version-kind'> & {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: { readonly type: string };
  }[];
  readonly requestBody?: { readonly content: Json };
};
