import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FirstFailure, firstFailure } from '../first-failure.ts';
import { hasten } from '../hasten.ts';
import type { Mutant, Task } from './read-tasks.ts';

/** Runs a task as it stands. */
export const runTask = (task: Task): Promise<FirstFailure> => runText(task, task.text);

/** The local port of the one page that forwards one, and the next that is free for a copy of it. */
const forwarded = '8085';
let nextPort = 18_400;

/** Runs a task with one place changed, as far as it gets. */
export function runMutant(task: Task, mutant: Mutant): Promise<FirstFailure> {
  const text = withoutCleanup(hasten(mutate(task, mutant), mutant.failsAt));
  nextPort += 1;
  return runText(task, text.replaceAll(forwarded, String(nextPort)));
}

/** @throws when the text doesn't have the place, so that a mutant can't go stale unnoticed. */
export function mutate({ name, text }: Task, { from, to, after = '' }: Mutant): string {
  const body = text.indexOf('\n---\n', 4);
  const start = text.indexOf(after, body);
  const at = start < 0 ? -1 : text.indexOf(from, start);
  if (at < 0) throw new Error(`nothing to change in ${name}: ${after} … ${from}`);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** Nothing comes after the failure that is looked for, and the sandbox ends with its run. */
const withoutCleanup = (text: string): string => text.replaceAll(/^```bash\b.* cleanup\b[\s\S]*?^```$/gm, '');

async function runText({ name }: Task, text: string): Promise<FirstFailure> {
  const copy = await mkdtemp(join(tmpdir(), 'runbook-task-'));
  try {
    await writeFile(join(copy, `${name}.md`), text);
    return await firstFailure(join(copy, `${name}.md`));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
