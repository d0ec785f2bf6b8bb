import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Schema } from '../schema.ts';
import { declarations, imports, type Member, type TypeNode } from './declarations.ts';
import { describe } from './describe.ts';

const scalars: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  unknown: { 'x-kubernetes-preserve-unknown-fields': true },
  object: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

/** Every object has these; the packages' own declarations of them are of no use here. */
const typeMeta: Schema['properties'] = {
  apiVersion: { description: 'Version of the schema that the object is written in.', type: 'string' },
  kind: { description: 'Type of the object, in CamelCase.', type: 'string' },
  metadata: { description: 'Name, namespace, labels and the like.', type: 'object' },
};

const typeFields = new Set(['apiVersion', 'kind', 'metadata']);

/** Where a declaration stands: names in it are looked up in its file's imports. */
type Place = { readonly file: string; readonly text: string };

/**
 * The structure of a custom resource from the declarations of a @kubernetes-models package, everything inlined:
 * fields, types, required, enumerations and descriptions. Ranges and patterns come from `probe`.
 */
export function customSchema(specifier: string): Schema {
  const place = open(fileURLToPath(import.meta.resolve(specifier)).replace(/\.js$/, '.d.ts'));
  const name = mainName(place.file);
  const declaration = declarations(place.text).get(name);
  if (declaration?.type.kind !== 'object') throw new Error(`${specifier} declares no ${name}`);
  const { doc, type } = declaration;
  const fields = type.members.filter((member) => !typeFields.has(member.name));
  const { properties, ...schema } = objectSchema(fields, place);
  return { ...describe(doc), ...schema, properties: { ...typeMeta, ...properties } };
}

const open = (file: string): Place => ({ file, text: readFileSync(file, 'utf8') });

const mainName = (file: string): string => `I${file.replace(/^.*\//, '').replace(/\.d\.ts$/, '')}`;

function objectSchema(members: readonly Member[], place: Place): Schema {
  const served = members.filter(({ doc }) => !doc.includes('<gateway:experimental>'));
  const required = served.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      served.map(({ name, doc, type }) => [name, { ...describe(doc), ...typed(type, place) }]),
    ),
    ...(required.length ? { required } : {}),
  };
}

function typed(type: TypeNode, place: Place): Schema {
  switch (type.kind) {
    case 'map':
      return { type: 'object', additionalProperties: typed(type.values, place) };
    case 'object':
      return objectSchema(type.members, place);
    case 'literals':
      return { type: 'string', enum: type.values };
    case 'either':
      return either(type.types, place);
    case 'name': {
      const [item] = type.args;
      if (type.name === 'Array' && item) return { type: 'array', items: typed(item, place) };
      return scalars[type.name] ?? named(type.name, place);
    }
    default:
      return type satisfies never;
  }
}

/** `number | string` is an int-or-string; other unions say which fields go together, not which there are. */
function either(types: readonly TypeNode[], place: Place): Schema {
  const names = types.map((type) => (type.kind === 'name' ? type.name : ''));
  if (names.includes('number') && names.includes('string')) return { 'x-kubernetes-int-or-string': true };
  return types[0] ? typed(types[0], place) : {};
}

function named(name: string, place: Place): Schema {
  const from = imports(place.text).get(name);
  if (!from) throw new Error(`${place.file} doesn't import ${name}`);
  const target = open(resolve(from, place.file));
  const declared = declarations(target.text).get(mainName(target.file));
  if (!declared) throw new Error(`${target.file} declares no ${mainName(target.file)}`);
  if (declared.type.kind !== 'object') return typed(declared.type, target);
  const bases = declared.bases
    .filter((base) => imports(target.text).has(base))
    .map((base) => named(base, target));
  return [...bases, objectSchema(declared.type.members, target)].reduce(merge);
}

const merge = (base: Schema, own: Schema): Schema => {
  const required = [...(base.required ?? []), ...(own.required ?? [])];
  return {
    type: 'object',
    properties: { ...base.properties, ...own.properties },
    ...(required.length ? { required } : {}),
  };
};

function resolve(from: string, file: string): string {
  const path = from.startsWith('.') ? join(dirname(file), from) : fileURLToPath(import.meta.resolve(from));
  return path.replace(/\.js$/, '.d.ts');
}
