import { expect, it } from 'vitest';
import { oneIn } from '../../helpers/one-in.ts';
import { pass } from './fails-where.ts';
import { published, tasks } from './read-tasks.ts';
import { mutate } from './run-task.ts';

pass(oneIn(6, tasks));

it.each([...tasks, ...published])(
  '$name has two mutants or more, all they say is text, and it has what they change',
  (task) => {
    const { mutants } = task;
    expect(mutants.length).toBeGreaterThanOrEqual(2);
    for (const mutant of mutants) expect(() => mutate(task, mutant), mutant.title).not.toThrow();
    for (const mutant of mutants)
      expect(Object.values(mutant).map((value) => typeof value)).toEqual(
        Object.keys(mutant).map(() => 'string'),
      );
  },
);
