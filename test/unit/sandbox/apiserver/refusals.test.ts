import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from './start-api.ts';

/** A command line, and what kubectl 1.33.1 printed of the answer of a real kube-apiserver 1.33.1. */
type Refusal = { readonly run: string; readonly code: number; readonly answer: readonly string[] };

const fixture = new URL('../../../fixtures/apiserver/refusals.json', import.meta.url);
const refusals = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Refusal[];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** The status of a deletion with options in the body. */
async function tryDeletion(path: string, stage: string): Promise<number> {
  const body = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', dryRun: [stage] });
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return (await api.request(path, { method: 'DELETE', headers, body })).status;
}

describe('what a real API server refuses is refused in its words', () => {
  test.each(refusals)('$run', async ({ run, code, answer }) => {
    const { all, exitCode } = await execa('bash', ['-c', run], { env: api.env, all: true, reject: false });
    expect(all.split('\n')).toEqual(answer);
    expect(exitCode).toBe(code);
  });

  test('a deletion that is only tried, which kubectl says in the body, deletes nothing', async () => {
    await api.kubectl('create configmap kept');
    for (const line of ['delete configmap kept', 'delete configmaps --all', 'delete configmap kept --now'])
      expect((await api.kubectl(`${line} --dry-run=server`)).stdout).toContain('(server dry run)');
    const path = '/api/v1/namespaces/default/configmaps';
    expect(await tryDeletion(path, 'All')).toBe(200);
    expect(await tryDeletion(`${path}/kept`, 'All')).toBe(200);
    expect(await tryDeletion(path, 'Some')).toBe(422);
    expect((await api.kubectl('get configmap kept -o name')).stdout).toBe('configmap/kept\n');
    expect((await api.kubectl('delete configmap kept')).stdout).toBe('configmap "kept" deleted\n');
  });
});
