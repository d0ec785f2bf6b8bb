import { longRun } from '../../helpers/budget.ts';

/** One of so many, evenly spread, in every run of the tests; all of them in `npm run test:long`. */
export function oneIn<T>(count: number, all: readonly T[]): readonly T[] {
  return longRun ? all : all.filter((_, index) => index % count === 0);
}
