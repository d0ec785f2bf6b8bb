/** What something costs or measures, at the least and at the most: what 64 bits hold. */
export type Range = { readonly min: number; readonly max: number };

const largest = 2 ** 64;

const capped = (value: number): number => Math.min(value, largest);

const product = (a: number, b: number): number => capped(a * b);

export const fixed = (value: number): Range => ({ min: value, max: value });

export const unknown: Range = { min: 0, max: largest };

export const plus = (...ranges: readonly Range[]): Range => ({
  min: capped(ranges.reduce((sum, { min }) => sum + min, 0)),
  max: capped(ranges.reduce((sum, { max }) => sum + max, 0)),
});

export const times = (a: Range, b: Range): Range => ({
  min: product(a.min, b.min),
  max: product(a.max, b.max),
});

/** Times what one unit costs, rounded up. */
export const scaled = ({ min, max }: Range, factor: number): Range => ({
  min: Math.ceil(product(min, factor)),
  max: Math.ceil(product(max, factor)),
});

export const union = (a: Range, b: Range): Range => ({
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
});
