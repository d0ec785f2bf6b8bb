import { describe, expect, it } from 'vitest';
import { type ApplyRequest, applyManifest } from '../../src/engine/kube/apply.ts';
import { deleteManifest } from '../../src/engine/kube/delete.ts';
import { patienceMs } from '../helpers/patience.ts';
import { clusterOfThisFile } from './target.ts';

const cluster = clusterOfThisFile();

const start = { line: 1, column: 1, offset: 0 };

function request(manifest: string, more: Partial<ApplyRequest> = {}): ApplyRequest {
  const { kubeconfig, context, namespace } = cluster();
  const at = { file: 'page.md', start, end: start };
  const { signal } = new AbortController();
  return { manifest, at, kubeconfig, context, namespace, timeoutMs: patienceMs, signal, ...more };
}

const map = (name: string, value: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}data:\n  key: ${value}\n`;

const resultsOf = async (manifest: string, more?: Partial<ApplyRequest>) =>
  (await applyManifest(request(manifest, more))).applied?.map(({ result }) => result);

describe('a manifest on a cluster', () => {
  it('is created, left as it is, and configured', async () => {
    expect(await resultsOf(map('steps', 'one'))).toEqual(['created']);
    expect(await resultsOf(map('steps', 'one'))).toEqual(['unchanged']);
    expect(await resultsOf(map('steps', 'two'))).toEqual(['configured']);
  });

  it('says whose fields it takes, and without force that they are a conflict', async () => {
    const theirs = ['create', 'configmap', 'owned', '--from-literal=key=theirs', '--field-manager=gitops'];
    await cluster().kubectl(['-n', cluster().namespace, ...theirs]);
    expect(await resultsOf(map('owned', 'ours'), { force: false })).toEqual(['conflict']);
    const { stderr } = await applyManifest(request(map('owned', 'ours')));
    expect(stderr.text).toBe('configmap/owned: took .data.key over from the field manager "gitops"\n');
  });

  it('is refused for a field that is not there, and keeps the others', async () => {
    const output = await applyManifest(
      request(`${map('odd', 'one').replace('\ndata:', '\ndta:')}---\n${map('good', 'one')}`),
    );
    expect(output.applied?.map(({ result }) => result)).toEqual(['failed', 'created']);
    expect(output.stderr.text).toMatch(/^line 1: configmap\/odd: .*\.dta: field not declared in schema/);
  });

  it('is gone after its deletion, and what a finalizer keeps is named with it', async () => {
    const held = map('held', 'one', '  finalizers: [example.com/hold]\n');
    expect(await resultsOf(held)).toEqual(['created']);
    const kept = await deleteManifest(request(held, { timeoutMs: 2_000 }));
    expect(kept).toMatchObject({ exitCode: 1, ended: 'timeout' });
    expect(kept.stderr.text).toContain(
      'its finalizer `example.com/hold` is there until its owner removes it',
    );
    const patch = ['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}'];
    await cluster().kubectl(['-n', cluster().namespace, ...patch]);
    expect((await deleteManifest(request(held))).exitCode).toBe(0);
  });
});
