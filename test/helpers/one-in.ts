import { longRun } from './budget.ts';

/** Days since 1970: a run of today tries others than one of yesterday. */
const day = Math.floor(Date.now() / 86_400_000);

/** One of so many, evenly spread, in every run of the tests; all of them in so many days, or in `npm run test:long`. */
export function oneIn<T>(count: number, all: readonly T[]): readonly T[] {
  return longRun ? all : all.filter((_, index) => index % count === day % count);
}
