import { expect, it } from 'vitest';
import { pass } from './fails-where.ts';
import { published, tasks } from './read-tasks.ts';

pass(tasks);

it.each([...tasks, ...published])('$name has two mutants or more', ({ mutants }) => {
  expect(mutants.length).toBeGreaterThanOrEqual(2);
});
