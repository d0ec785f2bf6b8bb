import { namesOf, type Path } from './path.ts';
import { type Range, unknown } from './range.ts';
import type { ValueType } from './value-type.ts';

/** A part of an expression, with what it costs and how large its value can be. */
export type Costed = {
  readonly cost: Range;
  readonly type: ValueType;
  /** From a variable through fields and `@items`. */
  readonly path: Path;
  /** Undefined where nothing is known. */
  readonly size?: Range | undefined;
  readonly entry?: Entry | undefined;
  /** Of a whole number that is written out. */
  readonly literal?: number | undefined;
};

/** Sizes of what a list or a map holds. */
export type Entry = { readonly kind: 'list' | 'map'; readonly key: Range; readonly value: Range };

export const sizeOf = ({ size }: Costed): Range => size ?? unknown;

/**
 * The size that a schema gives the value at a path. As on the API server, a path is followed from the value that the
 * rule is of, whatever it starts with.
 */
export function sizeAt(root: ValueType, path: Path): Range | undefined {
  if (path.length === 0) return undefined;
  const [, ...steps] = namesOf(path);
  const type = steps.reduce<ValueType | undefined>((here, name) => here && typeAfter(here, name), root);
  return type && { min: 0, max: type.maxElements };
}

function typeAfter({ kind, element, fields }: ValueType, step: string): ValueType | undefined {
  if (step === '@items' || step === '@values') return kind === 'optional' ? undefined : element;
  if (step === '@keys') return kind === 'map' ? keyType : undefined;
  return fields && Object.hasOwn(fields, step) ? fields[step] : undefined;
}

/** Keys of maps have no limit that is known, and count for nothing. */
const keyType: ValueType = { kind: 'string', maxElements: 0, minBytes: 2 };
