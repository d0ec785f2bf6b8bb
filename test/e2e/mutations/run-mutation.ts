import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLabs } from '../copy-labs.ts';
import { type FirstFailure, firstFailure } from '../first-failure.ts';
import { hasten } from '../hasten.ts';
import { afterGround, groundOf } from './ground.ts';
import type { Mutation } from './table.ts';

/** Copies the labs, changes the one line, and runs the copy on the sandbox. */
export async function runMutation(mutation: Mutation, port: number): Promise<FirstFailure> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-mutation-'));
  const [first = '', last = first] = mutation.run;
  try {
    await copyLabs(folder, port, (text, file) => {
      const page = file.replace(/\.md$/, '');
      if (page === 'lab0' && first !== 'lab0' && mutation.file !== 'lab0') return groundOf(text);
      const changed = page === mutation.file ? mutate(text, mutation, port) : text;
      const brief = hasten(changed, onPort(mutation, port).failsAt);
      if (page !== last) return brief;
      const alone = withoutCleanup(brief);
      return last === first ? alone : alone.replace('---\n', `---\nrequires: [${first}]\n`);
    });
    return await firstFailure(join(folder, `${last}.md`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @returns The page with one line changed. What LAB 0 does before that line is laid as the other labs' ground is.
 * @throws when the text does not have the line, so that a table entry can't go stale unnoticed.
 */
export function mutate(text: string, mutation: Mutation, port: number): string {
  const { after, from, to } = onPort(mutation, port);
  const start = after === undefined ? 0 : text.indexOf(after);
  const at = start < 0 ? -1 : text.indexOf(from, start);
  if (at < 0) throw new Error(`nothing to change: ${after ?? ''} … ${from}`);
  const head = mutation.file === 'lab0' ? afterGround(text, at) : text.slice(0, at);
  return head + to + text.slice(at + from.length);
}

/** Texts of a mutation, as they stand in labs that forward this port. */
function onPort(mutation: Mutation, port: number): Mutation {
  const text = JSON.stringify(mutation).replaceAll(/8080:(808\d)/g, `${port}:$1`);
  return JSON.parse(text.replaceAll('localhost:8080', `localhost:${port}`));
}

/** Nothing comes after the failure that is looked for, and the sandbox ends with its run. */
const withoutCleanup = (text: string): string => text.replaceAll(/^```bash\b.* cleanup\b[\s\S]*?^```$/gm, '');
