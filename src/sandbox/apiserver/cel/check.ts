import type { Schema } from '../schemas/schema.ts';
import { isIntOrString } from '../schemas/schema.ts';
import { mentions } from './compile.ts';
import { createEnvironment, type Registrar } from './library.ts';
import { isNode, parseExpression } from './parse.ts';
import { problemText } from './problem-text.ts';
import { escapeName } from './values.ts';

/** What is known of a rule before any value is. */
type Checked = {
  /** Why it can't be used, in the form of the API server. */
  readonly problem?: string;
  /** Type of its result. */
  readonly type?: string;
  readonly usesOld: boolean;
};

/** Reads a rule and looks whether the fields that it names are those of the schema that it stands in. */
export function checkRule(expression: string, schema: Schema): Checked {
  const environment = environments.get(schema) ?? environmentOf(schema);
  environments.set(schema, environment);
  try {
    const program = parseExpression(environment, expression);
    const { error, type: result } = program.check();
    const usesOld = mentions(program.ast, 'oldSelf');
    return error
      ? { problem: problemText(error, expression), usesOld }
      : { ...(result ? { type: result } : {}), usesOld };
  } catch (error) {
    return { problem: problemText(error, expression), usesOld: false };
  }
}

const environments = new WeakMap<Schema, Registrar>();

function environmentOf(schema: Schema): Registrar {
  const environment = createEnvironment([]);
  const type = typeOf(isRoot(schema) ? withObjectFields(schema) : schema, { environment, names: new Map() });
  environment.registerVariable('self', type);
  environment.registerVariable('oldSelf', type);
  return environment;
}

/** Only a whole object has rules beside its `spec` or its type. */
const isRoot = ({ properties }: Schema): boolean =>
  properties?.apiVersion !== undefined && properties.kind !== undefined;

const text: Schema = { type: 'string' };

/** Of an object's metadata, rules see its names. */
const withObjectFields = (schema: Schema): Schema => ({
  ...schema,
  properties: {
    ...schema.properties,
    metadata: { type: 'object', properties: { name: text, generateName: text } },
  },
});

type Types = { readonly environment: Registrar; readonly names: Map<Schema, string> };

/** The CEL type of what a schema describes; objects get a type of their own. */
function typeOf(schema: Schema, types: Types): string {
  if (isIntOrString(schema) || schema['x-kubernetes-preserve-unknown-fields']) return 'dyn';
  switch (schema.type) {
    case 'array':
      return `list<${typeOf(schema.items ?? {}, types)}>`;
    case 'object':
      return objectType(schema, types);
    case 'integer':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'string':
      return textTypes[schema.format ?? ''] ?? 'string';
    default:
      return 'dyn';
  }
}

const textTypes: Readonly<Record<string, string>> = {
  'date-time': 'google.protobuf.Timestamp',
  date: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  byte: 'bytes',
};

function objectType(schema: Schema, types: Types): string {
  const { properties, additionalProperties } = schema;
  if (typeof additionalProperties === 'object') return `map<string, ${typeOf(additionalProperties, types)}>`;
  if (!properties || additionalProperties) return 'dyn';
  const known = types.names.get(schema);
  if (known) return known;
  const name = `Object${types.names.size}`;
  types.names.set(schema, name);
  const fields = Object.entries(properties).map(([field, inner]) => [
    escapeName(field),
    inner.nullable ? 'dyn' : typeOf(inner, types),
  ]);
  types.environment.registerType(name, { fields: Object.fromEntries(fields) });
  return name;
}

/** Functions that Kubernetes has and that aren't there, of those that an expression calls. */
export function missingFunctions(expression: string): readonly string[] {
  try {
    return callsIn(parseExpression(createEnvironment([]), expression).ast)
      .filter(({ name, count }) => unavailable.has(name) || (twoVariables.has(name) && count === 3))
      .map(({ name, count }) => `${name}()${count === 3 ? ' with two variables' : ''}`);
  } catch {
    return [];
  }
}

type Call = { readonly name: string; readonly count: number };

/** The methods and functions that an expression calls, with the number of what they are given. */
function callsIn(node: unknown): readonly Call[] {
  if (Array.isArray(node)) return node.flatMap(callsIn);
  if (!isNode(node)) return [];
  const { op, args }: { readonly op: string; readonly args: unknown } = node;
  if (!Array.isArray(args)) return callsIn(args);
  const given: unknown = args.at(-1);
  const isCall = (op === 'rcall' || op === 'call') && Array.isArray(given);
  return [...(isCall ? [{ name: String(args[0]), count: given.length }] : []), ...callsIn(args)];
}

const twoVariables = new Set(['all', 'exists', 'existsOne', 'exists_one']);

/** @see https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries */
const unavailable = new Set(
  'transformList transformMap transformMapEntry authorizer semver isSemver format quote flatten slice distinct sort sortBy first last named unwrap unwrapOpt optMap optFlatMap jsonpatch'.split(
    ' ',
  ),
);
