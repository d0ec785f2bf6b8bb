import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProbe } from '../../../../src/engine/execute/run-probe.ts';
import { livingProcesses } from './living-processes.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let scripts = 0;

/** A program of these lines of sh; `$NAP` in it sleeps for long, recognizably. */
function program(text: string): { readonly file: string; readonly nap: string } {
  const nap = `sleep 6${process.pid}.${++scripts}5`;
  const file = join(folder, `tool${scripts}`);
  writeFileSync(file, `#!/bin/sh\n${text.replaceAll('$NAP', nap)}\n`);
  chmodSync(file, 0o755);
  return { file, nap };
}

const slow: readonly (readonly [title: string, text: string])[] = [
  ['waits for its child', '$NAP'],
  ['has become another program', 'exec $NAP'],
  ['ignores SIGTERM, as does its child', "trap '' TERM; $NAP; $NAP"],
  ['has ended and left a child that holds the pipe', '$NAP & exit 0'],
  ['has a child in another group', 'set -m; $NAP & wait'],
];

describe('a program that does not answer in time', () => {
  it.for(slow)('is ended with all it has started when it %s', async ([, text]) => {
    const { file, nap } = program(text);
    expect(await runProbe(file, [], { timeoutMs: 300 })).toEqual({ kind: 'given-up' });
    await expect.poll(() => livingProcesses(nap)).toEqual([]);
  });

  it('is ended when nobody wants its answer any more', async () => {
    const { file, nap } = program('$NAP');
    const wish = new AbortController();
    const probed = runProbe(file, [], { signal: wish.signal });
    await expect.poll(() => livingProcesses(nap).length).toBe(1);
    wish.abort();
    expect(await probed).toEqual({ kind: 'given-up' });
    await expect.poll(() => livingProcesses(nap)).toEqual([]);
  });
});

describe('a program that answers', () => {
  it('is known by its exit code and by what it printed', async () => {
    const { file } = program('echo out; echo err >&2; exit 3');
    expect(await runProbe(file, [], { timeoutMs: 60_000 })).toMatchObject({
      kind: 'ended',
      exitCode: 3,
      stdout: 'out',
      stderr: 'err',
    });
  });

  it('cannot be killed or missing without that being told', async () => {
    expect(await runProbe(program('kill -9 $$').file, [], {})).toMatchObject({ kind: 'killed' });
    const missing = await runProbe(join(folder, 'not-there'), [], {});
    expect(missing).toMatchObject({ kind: 'not-started', code: 'ENOENT' });
  });
});
