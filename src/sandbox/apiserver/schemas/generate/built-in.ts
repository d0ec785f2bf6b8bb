import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kind } from '../../kind.ts';
import type { Schema, SchemaDocument } from '../schema.ts';
import { type Declaration, declarations, type Member, type TypeNode } from './declarations.ts';
import { describe } from './describe.ts';
import { withListKeys } from './list-keys.ts';

const models = join(dirname(fileURLToPath(import.meta.resolve('@kubernetes/client-node'))), 'gen/models');

const scalars: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  Date: { type: 'string', format: 'date-time' },
  V1MicroTime: { type: 'string', format: 'date-time' },
  IntOrString: { 'x-kubernetes-int-or-string': true },
  any: { 'x-kubernetes-preserve-unknown-fields': true },
  object: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

/** Model classes whose names don't follow from the kind. */
const renamed: Readonly<Record<string, string>> = { '/Event': 'CoreV1Event' };

/** The schemas of built-in kinds, from the model classes of @kubernetes/client-node. */
export function builtInSchemas(kinds: readonly Kind[], source: string): SchemaDocument {
  const definitions: Record<string, Schema> = {};
  const named: Record<string, string> = {};
  for (const { group, kind } of kinds) {
    const model = renamed[`${group}/${kind}`] ?? `V1${kind}`;
    define(model, definitions);
    named[`${group}/${kind}`] = shortName(model);
  }
  const sorted = Object.entries(withListKeys(definitions)).sort(([a], [b]) => (a < b ? -1 : 1));
  return { source, kinds: named, definitions: Object.fromEntries(sorted) };
}

/** `V1PodSpec` → `PodSpec`: what `kubectl explain` calls the type. */
const shortName = (model: string): string => model.replace(/^(Core|Discovery|Rbac)?V1/, '');

function define(model: string, definitions: Record<string, Schema>): void {
  const name = shortName(model);
  if (definitions[name]) return;
  definitions[name] = {};
  const declaration = declarations(readFileSync(join(models, `${model}.d.ts`), 'utf8')).get(model);
  if (declaration?.type.kind !== 'object') throw new Error(`${model} isn't a class`);
  definitions[name] = objectSchema(declaration, formatsOf(model), definitions);
}

function objectSchema(
  declaration: Declaration,
  formats: ReadonlyMap<string, string>,
  definitions: Record<string, Schema>,
): Schema {
  const members: readonly Member[] = declaration.type.kind === 'object' ? declaration.type.members : [];
  const fields = members.map((member) => ({ ...member, name: member.name.replace(/^_/, '') }));
  const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    ...describe(declaration.doc),
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, doc, type }) => [
        name,
        { ...describe(doc), ...typed(type, formats.get(name) ?? '', definitions) },
      ]),
    ),
    ...(required.length ? { required } : {}),
  };
}

function typed(type: TypeNode, format: string, definitions: Record<string, Schema>): Schema {
  if (type.kind === 'map') {
    return { type: 'object', additionalProperties: typed(type.values, format, definitions) };
  }
  if (type.kind !== 'name') throw new Error(`unexpected type ${type.kind}`);
  const [item] = type.args;
  if (type.name === 'Array' && item) return { type: 'array', items: typed(item, '', definitions) };
  const scalar = scalars[type.name];
  if (!scalar) {
    define(type.name, definitions);
    return { $ref: shortName(type.name) };
  }
  return format.startsWith('int') && type.name === 'number'
    ? { type: 'integer', format }
    : formatted(scalar, format);
}

const formatted = (scalar: Schema, format: string): Schema =>
  format && scalar.type && !scalar.format ? { ...scalar, format } : scalar;

/** `int32` and the like of a model's fields, which only its attribute map has. */
function formatsOf(model: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(models, `${model}.js`), 'utf8');
  const entries = text.matchAll(/"baseName": "([^"]+)",\s*"type": "[^"]+",\s*"format": "([^"]*)"/g);
  return new Map([...entries].map(([, name = '', format = '']) => [name, format]));
}
