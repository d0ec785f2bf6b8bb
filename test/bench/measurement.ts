/** One line of the table. `ratio` is ours over the other; `goal` is what the design asks for. */
export type Row = {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio: string;
  readonly goal?: string;
};

/** A measurement compares within one run; absolute times are for orientation only. */
export type Measurement = { readonly name: string; measure(): Promise<readonly Row[]> };

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} ×`;
