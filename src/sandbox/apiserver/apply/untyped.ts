import { isRecord } from '../body.ts';
import type { Kind } from '../kind.ts';
import { fieldOf } from '../schemas/field-of.ts';
import { type Definitions, isIntOrString, isQuantity, resolved, type Schema } from '../schemas/schema.ts';
import { ApiError } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { formatPath, keyStep, type OwnershipOf, pathOf, type Step } from './field-paths.ts';

type Application = { readonly applied: KubeObject; readonly ownershipOf: OwnershipOf };

/**
 * Refuses what can't be given a type: fields that the kind doesn't declare, values of another type, list items that no
 * key tells apart. Server-side apply needs a type for every field it is to own, whatever `fieldValidation` says, and so
 * a server answers before it decodes strictly.
 * @throws ApiError 500, as the server lets this error through as it is
 * @see https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/typed/validate.go
 */
export function refuseUntyped(kind: Kind, { applied, ownershipOf }: Application): void {
  const { schema, definitions } = kind.schemaOf();
  const problems = visit(applied, { schema, steps: [], names: [], definitions, ownershipOf });
  if (problems.length === 0) return;
  const { apiVersion, metadata } = applied;
  const type = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  const what = `${metadata.namespace ?? ''}/${metadata.name}; ${type}, Kind=${kind.kind}`;
  const told =
    problems.length === 1 ? problems[0] : ['errors:', ...problems.map((text) => `  ${text}`)].join('\n');
  throw new ApiError(500, '', `failed to create typed patch object (${what}): ${told}`);
}

type Place = {
  readonly schema: Schema;
  readonly steps: readonly Step[];
  readonly names: readonly string[];
  readonly definitions: Definitions;
  readonly ownershipOf: OwnershipOf;
};

function visit(value: unknown, place: Place): readonly string[] {
  if (value === null || value === undefined) return [];
  const schema = resolved(place.schema, place.definitions);
  if (schema.items) return visitList(value, { ...place, schema });
  if (schema.properties || schema.additionalProperties || schema.type === 'object')
    return visitMap(value, { ...place, schema });
  const wanted = scalar(place.schema, schema);
  if (wanted === undefined || isOf(value, wanted)) return [];
  return [`${named(place.steps)}: expected ${wanted}, got ${goScalar(value)}`];
}

/** The first field that nobody knows ends the reading of a map, as it does on a server. */
function visitMap(value: unknown, place: Place): readonly string[] {
  const { schema, steps, names } = place;
  if (!isRecord(value)) return [`${named(steps)}: expected map, got &{${goText(value)}}`];
  if (schema['x-kubernetes-preserve-unknown-fields'] && !schema.properties) return [];
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const unknown = Object.keys(value).find((name) => !isOpen && !fieldOf(schema, name));
  if (unknown !== undefined) return [`${named([...steps, `f:${unknown}`])}: field not declared in schema`];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fieldOf(schema, name);
    return field
      ? visit(inner, { ...place, schema: field, steps: [...steps, `f:${name}`], names: [...names, name] })
      : [];
  });
}

function visitList(value: unknown, place: Place): readonly string[] {
  const { schema, steps, names, ownershipOf } = place;
  if (!Array.isArray(value)) return [`${named(steps)}: expected list, got &{${goText(value)}}`];
  const ownership = ownershipOf(names);
  const seen = new Set<Step>();
  return value.flatMap((item: unknown, index) => {
    const step = stepTo(item, index, ownership);
    const isTwice = seen.has(step);
    seen.add(step);
    return [
      ...(isTwice ? [`${named(steps)}: duplicate entries for key ${named([step])}`] : []),
      ...visit(item, { ...place, schema: schema.items ?? {}, steps: [...steps, step] }),
    ];
  });
}

function stepTo(item: unknown, index: number, ownership: ReturnType<OwnershipOf>): Step {
  if (typeof ownership === 'object') return keyStep(item, ownership.keys);
  return ownership === 'set' ? `v:${JSON.stringify(item)}` : `i:${index}`;
}

/** What a value must be; undefined where any will do. */
function scalar(given: Schema, schema: Schema): string | undefined {
  if (isIntOrString(schema) || isQuantity(given)) return undefined;
  return scalars[schema.type ?? ''];
}

const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'numeric (int or float)',
  number: 'numeric (int or float)',
};

const isOf = (value: unknown, wanted: string): boolean =>
  typeof value === (wanted.startsWith('numeric') ? 'number' : wanted);

const goScalar = (value: unknown): string =>
  typeof value === 'string' ? 'string' : `&value.valueUnstructured{Value:${goText(value)}}`;

const goText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A field may have the empty name, and then nothing is left to call it by. */
const named = (steps: readonly Step[]): string => {
  const path = steps.length > 0 ? formatPath(pathOf(steps)) : '';
  return path || '.';
};
