import { describe, expect, it } from 'vitest';
import { oneIn } from '../../helpers/one-in.ts';
import type { Task } from './read-tasks.ts';
import { runMutant, runTask } from './run-task.ts';

/** Tests that tasks pass as they stand. */
export function pass(tasks: readonly Task[]): void {
  describe('a task passes on the sandbox as it would on a cluster', () => {
    it.concurrent.for(tasks)('$name', async (task) => {
      const { code, statement, printed, unmet } = await runTask(task);
      expect({ code, statement, printed, unmet }).toEqual({ code: 0, statement: '', printed: '', unmet: [] });
    });
  });
}

/** Tests that tasks fail with one place changed, where a cluster would fail them. */
export function failWhenChanged(tasks: readonly Task[]): void {
  const all = tasks.flatMap((task) =>
    task.mutants.map((mutant) => ({ task, mutant, title: titleOf(task, mutant) })),
  );
  describe('a task with one place changed fails where a cluster would fail it', () => {
    it.concurrent.for(oneIn(12, all))('$title', async ({ task, mutant }) => {
      const failure = await runMutant(task, mutant);
      expect(failure.code, failure.printed).toBe(1);
      expect(failure.statement).toContain(mutant.failsAt);
      expect(failure.printed).toMatch(new RegExp(mutant.prints));
      if (mutant.unmet !== undefined)
        expect(failure.unmet).toContainEqual(expect.stringContaining(mutant.unmet));
    });
  });
}

function titleOf({ name }: Task, { title }: { readonly title: string }): string {
  return `${name}: ${title}`;
}
