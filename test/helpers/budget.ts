/** True in `npm run test:long`, where generated tests may take hours. */
export const longRun = process.env.TEST_BUDGET === 'long';

/** How many cases a generated test tries: `small` in every run of the tests, `large` in `npm run test:long`. */
export function runs(small: number, large = small * 150): number {
  return longRun ? large : small;
}
