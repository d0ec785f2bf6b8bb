import type { Schema } from '../schema.ts';

type Failure = {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
};

/** A compiled validator of a @kubernetes-models package: it names every rule that a value breaks. */
export type Validator = { (data: unknown): boolean; readonly errors?: readonly Failure[] | null };

type Step = string | number;

/** Values that break every kind of limit there may be. */
const probes: Readonly<Record<string, readonly unknown[]>> = {
  string: ['', '\u0000'.repeat(70_000)],
  number: [-1e15, 1e15, 0.5],
  integer: [-1e15, 1e15],
  array: [[], Array.from({ length: 5000 }, () => null)],
  object: [{}, Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, null]))],
};

const limits = new Set([
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
]);

/**
 * Adds ranges, lengths, patterns and whole numbers to a schema by asking its validator: at each field, values that
 * break all limits are put in, and the validator says which limit each of them broke. `except` names fields of the
 * object itself to leave alone.
 */
export function probe(schema: Schema, validate: Validator, except: ReadonlySet<string>): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => [
    name,
    except.has(name) ? field : probeField(field, validate, [name]),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function probeField(schema: Schema, validate: Validator, steps: readonly Step[]): Schema {
  const { type, properties, items, additionalProperties } = schema;
  const inner = (field: Schema, step: Step) => probeField(field, validate, [...steps, step]);
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, inner(field, name)]);
  return {
    ...schema,
    ...(type ? limitsAt(type, validate, steps) : {}),
    ...(properties ? { properties: Object.fromEntries(fields) } : {}),
    ...(items ? { items: inner(items, 0) } : {}),
    ...(additionalProperties ? { additionalProperties: inner(additionalProperties, 'key') } : {}),
  };
}

function limitsAt(type: string, validate: Validator, steps: readonly Step[]): Schema {
  const path = `/${steps.join('/')}`;
  const failures = (probes[type] ?? []).flatMap((value) => {
    validate(placed(value, steps));
    return (validate.errors ?? []).filter(({ instancePath }) => instancePath === path);
  });
  return Object.assign({}, ...failures.map(limitOf));
}

function limitOf({ keyword, params }: Failure): Schema {
  if (limits.has(keyword)) return { [keyword]: params.limit };
  if (keyword === 'pattern') return { pattern: String(params.pattern) };
  if (keyword === 'enum') return { enum: params.allowedValues as readonly (string | number)[] };
  if (keyword === 'format') return { format: String(params.format) };
  if (keyword === 'type' && params.type === 'integer') return { type: 'integer' };
  return {};
}

const placed = (value: unknown, steps: readonly Step[]): unknown =>
  steps.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value,
  );
