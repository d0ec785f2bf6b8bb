import type { Value } from './values.ts';

/** Leaves a loop, a function, a record or the program. */
export class Jump extends Error {
  override name = 'Jump';
  readonly to: string;
  readonly value: Value;

  constructor(to: string, value: Value = 0) {
    super(to);
    this.to = to;
    this.value = value;
  }
}
