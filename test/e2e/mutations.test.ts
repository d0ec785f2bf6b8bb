import { describe, expect, it } from 'vitest';
import { runMutation } from './mutations/run-mutation.ts';
import { mutations } from './mutations/table.ts';

/** Local ports for the mutated labs, outside the range that systems hand out. */
const firstPort = 18_100;

describe('a lab with one line changed fails where a real cluster would fail it', () => {
  it.concurrent.for(mutations.map((mutation, index) => ({ ...mutation, index })))(
    '$title',
    { timeout: 120_000 },
    async (mutation) => {
      const port = firstPort + mutation.index;
      const failure = await runMutation(mutation, port);
      expect(failure.code, failure.printed).toBe(1);
      expect(failure.statement).toContain(mutation.failsAt.replaceAll('localhost:8080', `localhost:${port}`));
      expect(failure.printed).toMatch(mutation.prints);
      if (mutation.unmet === undefined) expect(failure.unmet).toEqual([]);
      else expect(failure.unmet).toContainEqual(expect.stringContaining(mutation.unmet));
    },
  );
});
