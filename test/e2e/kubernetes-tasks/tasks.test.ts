import { expect, it } from 'vitest';
import { pass } from './fails-where.ts';
import { published, tasks } from './read-tasks.ts';
import { oneIn } from './sample.ts';

pass(oneIn(6, tasks));

it.each([...tasks, ...published])(
  '$name has two mutants or more, and all they say is text',
  ({ mutants }) => {
    expect(mutants.length).toBeGreaterThanOrEqual(2);
    for (const mutant of mutants)
      expect(Object.values(mutant).map((value) => typeof value)).toEqual(
        Object.keys(mutant).map(() => 'string'),
      );
  },
);
