import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

type Case = { readonly script: string; readonly stdout: string; readonly code: number };

/** What bash 5, gawk and GNU sed and coreutils print. */
const cases = JSON.parse(
  readFileSync(new URL('../../../fixtures/shell-in-pods/cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

test.for(cases)('a shell in a pod runs $script as bash does', async ({ script, stdout, code }) => {
  const cluster = new OneWorld();
  const pod = cluster.pod('box', { image: 'ubuntu:24.04', container: { command: ['sleep', '60'] } });
  await cluster.until(pod, 'running');
  const ran = await cluster.exec(pod, ['bash', '-c', script]);
  expect({
    stdout: ran.stdout,
    code: ran.code,
    ...(ran.stderr.includes('sandbox') ? { stderr: ran.stderr } : {}),
  }).toEqual({ stdout, code });
});
