/** What the design asks for, and whether it is so. */
export type Goal = { readonly text: string; readonly met: boolean };

/** One line of the table. `ratio` is ours over the other. */
export type Row = {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: string;
  readonly goal?: Goal;
};

/** A measurement compares within one run; absolute times are for orientation only. */
export type Measurement = { readonly name: string; measure(): Promise<readonly Row[]> };

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} ×`;

export const atMost = (value: number, limit: number, unit: string): Goal => ({
  text: `≤ ${limit} ${unit}`,
  met: value <= limit,
});
export const atLeast = (value: number, limit: number, unit: string): Goal => ({
  text: `≥ ${limit} ${unit}`,
  met: value >= limit,
});
