import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { oneIn } from '../../helpers/one-in.ts';
import { mutate, runMutation } from './run-mutation.ts';
import { mutations } from './table.ts';

/** Local ports for the mutated labs, outside the range that systems hand out. */
const firstPort = 18_100;

/** Tests a third of the mutations that run this lab, with what comes after it: another one each day. */
export function failsWhereClustersWould(lab: string): void {
  const own = mutations
    .map((mutation, index) => ({ ...mutation, port: firstPort + index }))
    .filter(({ run }) => run[0] === lab);
  it('every line that is changed is in its lab, those of other days too', () => {
    for (const mutation of own) {
      const page = new URL(`../../../runbooks/labs/${mutation.file}.md`, import.meta.url);
      expect(() => mutate(readFileSync(page, 'utf8'), mutation, 8080), mutation.title).not.toThrow();
    }
  });
  describe('a lab with one line changed fails where a real cluster would fail it', () => {
    it.concurrent.for(oneIn(3, own))('$title', async ({ port, ...mutation }) => {
      const failure = await runMutation(mutation, port);
      expect(failure.code, failure.printed).toBe(1);
      expect(failure.statement).toContain(mutation.failsAt.replaceAll('localhost:8080', `localhost:${port}`));
      expect(failure.printed).toMatch(mutation.prints);
      if (mutation.unmet === undefined) expect(failure.unmet).toEqual([]);
      else expect(failure.unmet).toContainEqual(expect.stringContaining(mutation.unmet));
    });
  });
}
