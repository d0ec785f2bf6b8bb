import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportBash } from '../../../../src/engine/export/bash/bash.ts';
import { refusals } from '../../../../src/engine/export/bash/refusals.ts';
import { loadRunbook, resolveBeside } from '../../../../src/engine/load.ts';
import type { Plan } from '../../../../src/engine/model/plan.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';

/** The bash that scripts are tried in. */
export const shell = process.env.TEST_SHELL ?? 'bash';

/** Where a fixture lies. */
export function pathOf(name: string): string {
  return fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));
}

/** The plan of a fixture, as `runbook export` makes it. */
export function planOf(name: string): Plan {
  const { runbook } = loadRunbook({ file: name, path: pathOf(name) });
  return plan([runbook], { interactive: false }, resolveBeside).plan;
}

/** The script of a fixture of which nothing is refused. */
export function scriptOf(name: string): string {
  const planned = planOf(name);
  const refused = refusals(planned);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n'));
  return exportBash(planned);
}

/** Writes a script into a folder of its own for as long as something uses it. */
export async function inFolder<T>(text: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  const file = join(folder, 'script.sh');
  await writeFile(file, text);
  try {
    return await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
