import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The command as users get it: the built bundle under the Node that runs this benchmark. */
export const runbook: readonly string[] = [process.execPath, `${repository}dist/runbook.mjs`];
