import type { Definitions, KindSchema } from '../schemas/schema.ts';

/**
 * What decoding of protobuf needs beside schemas: the numbers of each type's fields, written `1=name`; `1:name` where
 * Go writes the field whether anybody set it or not, and `2*type` for a message whose fields are the type's own.
 */
export type WireTypes = {
  readonly definitions: Definitions;
  readonly numbers: Readonly<Record<string, string>>;
  /** The schema of what an envelope says it holds. */
  schemaOf(apiVersion: string, kind: string): KindSchema | undefined;
};

/** One field of a message: its name, or the type whose fields it brings. */
type WireField = { readonly name: string; readonly plain: boolean } | { readonly embedded: string };

/** The fields of a type by number; undefined for a type that isn't known. */
export function wireFields({ numbers }: WireTypes, type: string): ReadonlyMap<number, WireField> | undefined {
  const text = Object.hasOwn(numbers, type) ? numbers[type] : undefined;
  return text === undefined ? undefined : new Map(text.split(' ').filter(Boolean).map(readField));
}

function readField(text: string): [number, WireField] {
  const [, number = '', sign = '', name = ''] = /^(\d+)([=:*])(.+)$/.exec(text) ?? [];
  return [Number(number), sign === '*' ? { embedded: name } : { name, plain: sign === ':' }];
}
