import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyManifest } from '../../../../src/engine/kube/apply.ts';
import { conditionsByType } from '../../../../src/engine/kube/conditions-by-type.ts';
import { deleteManifest } from '../../../../src/engine/kube/delete.ts';
import type { ManifestRequest } from '../../../../src/engine/kube/manifest.ts';
import { lookForObjects } from '../../../../src/engine/kube/needs.ts';
import { readVersions } from '../../../../src/engine/kube/versions.ts';
import type { OpenTarget } from '../../../../src/engine/model/target.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { loadFixture } from '../../../helpers/play.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';

let api: TestApi;
let context = '';
beforeAll(async () => {
  api = await startApi();
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(api.env.KUBECONFIG ?? '');
  context = config.getCurrentContext();
});
afterAll(() => api.close());

const start = { line: 20, column: 1, offset: 300 };
const { signal } = new AbortController();

function request(manifest: string, more: Partial<ManifestRequest> = {}): ManifestRequest {
  const at = { file: 'page.md', start, end: start };
  const kubeconfig = api.env.KUBECONFIG ?? '';
  return { manifest, at, kubeconfig, context, timeoutMs: patienceMs, signal, ...more };
}

const map = (name: string, value: string, extra = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${extra}data:\n  key: ${JSON.stringify(value)}\n`;

describe('applying', () => {
  it('says of each object whether it was created, configured or unchanged', async () => {
    const both = `${map('one', '1')}---\n${map('two', '1')}`;
    expect((await applyManifest(request(both))).stdout.text).toBe(
      'configmap/one created\nconfigmap/two created\n',
    );
    const changed = await applyManifest(request(`${map('one', '2')}---\n${map('two', '1')}`));
    expect(changed).toMatchObject({
      exitCode: 0,
      ended: 'normally',
      stdout: { text: 'configmap/one configured\nconfigmap/two unchanged\n' },
    });
  });

  it('reads numbers, switches and merged keys as kubectl does', async () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: modes, annotations: { at: 12:30, on: 2026-01-01 } }\nspec:\n' +
      '  automountServiceAccountToken: off\n  containers: [{ <<: &all { image: nginx }, name: one }, { <<: *all, name: two }]\n' +
      '  volumes: [{ name: s, secret: { secretName: s, defaultMode: 0400 } }, { name: t, configMap: { name: t, defaultMode: 0o17 } }]\n';
    expect((await applyManifest(request(text))).stdout.text).toBe('pod/modes created\n');
    const pod = await api.kubectl('get pod modes -o json');
    expect(JSON.parse(pod.stdout)).toMatchObject({
      metadata: { annotations: { at: '12:30', true: '2026-01-01' } },
      spec: {
        automountServiceAccountToken: false,
        containers: [{ image: 'nginx' }, { image: 'nginx' }],
        volumes: [{ secret: { defaultMode: 0o400 } }, { configMap: { defaultMode: 0o17 } }],
      },
    });
    const flag = `${map('flag', '1')}  switch: yes\n`;
    expect((await applyManifest(request(flag))).stderr.text).toContain('flag');
  });

  it('puts objects into the namespace of the option, and refuses another one in the object', async () => {
    expect((await applyManifest(request(map('here', '1'), { namespace: 'default' }))).applied).toMatchObject([
      { result: 'created', namespace: 'default' },
    ]);
    const other = map('there', '1', '  namespace: elsewhere\n');
    expect((await applyManifest(request(other, { namespace: 'default' }))).stderr.text).toBe(
      'line 20: configmap/there: the namespace from the provided object "elsewhere" does not match the namespace "default"\n',
    );
  });

  it('keeps no object back because of another that is refused, and says where that one stands', async () => {
    const misspelt = map('typo', '1').replace('\ndata:', '\ndta:');
    const output = await applyManifest(request(`# a comment\n${misspelt}---\n${map('good', '1')}`));
    expect(output.exitCode, output.stderr.text).toBe(1);
    expect(output.stdout.text, output.stderr.text).toBe('configmap/typo failed\nconfigmap/good created\n');
    expect(output.stderr.text).toMatch(/^line 21: configmap\/typo: .*\.dta: field not declared in schema/);
  });

  it('does not apply again what an earlier try applied, but looks at it again', async () => {
    const first = await applyManifest(request(map('again', '1')));
    const second = await applyManifest(request(map('again', 'changed meanwhile')), first.applied);
    expect(second.stdout.text).toBe('configmap/again created\n');
    expect((await applyManifest(request(map('again', '1')))).stdout.text).toBe('configmap/again unchanged\n');
  });

  it('refuses a kind that the server does not know, in kubectl’s words', async () => {
    const output = await applyManifest(
      request('apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: x\n'),
    );
    expect(output.stderr.text).toBe(
      'line 20: thing/x: no matches for kind "Thing" in version "example.com/v1"\n',
    );
  });

  it.each([
    ['a manifest that is no YAML', 'a: [\n', /^line 2\d: /],
    [
      'an object without kind',
      'apiVersion: v1\nmetadata: { name: x }\n',
      /^line 20: an object needs `apiVersion` and `kind`/,
    ],
    ['an object without name', 'apiVersion: v1\nkind: Pod\n', /^line 20: Pod needs `metadata.name`/],
  ])('refuses %s', async (_, manifest, message) => {
    expect((await applyManifest(request(manifest))).stderr.text).toMatch(message);
  });

  it('touches no context that is not in the kubeconfig', async () => {
    const output = await applyManifest(request(map('x', '1'), { context: 'production' }));
    expect(output).toMatchObject({
      exitCode: 1,
      stderr: { text: expect.stringContaining('`production` is not one of') },
    });
  });

  it('ends when it is interrupted', async () => {
    const output = await applyManifest(request(map('x', '1'), { signal: AbortSignal.abort() }));
    expect(output).toMatchObject({ ended: 'interrupt', exitCode: 1 });
  });
});

describe('deleting', () => {
  it('removes what a manifest made, and does not mind what is gone', async () => {
    const both = `${map('left', '1')}---\n${map('right', '1')}`;
    await applyManifest(request(both));
    expect((await deleteManifest(request(both))).stdout.text).toBe(
      'configmap/right deleted\nconfigmap/left deleted\n',
    );
    expect((await deleteManifest(request(both))).exitCode).toBe(0);
    expect((await applyManifest(request(both))).applied?.map(({ result }) => result)).toEqual([
      'created',
      'created',
    ]);
  });
});

describe('the conditions of an object', () => {
  const object = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x', generation: 2 } };
  const conditionsOf = (status: unknown) => conditionsByType({ ...object, status } as typeof object);

  it('count once the controller has seen the object as it is', () => {
    const conditions = [
      { type: 'Accepted', status: 'True', observedGeneration: 2 },
      { type: 'Programmed', status: 'True', observedGeneration: 1 },
    ];
    expect(conditionsOf({ conditions })).toEqual({
      Accepted: { status: 'True' },
      Programmed: {
        status: 'Unknown',
        reason: 'Stale',
        message: 'still that of generation 1, while the object is at 2',
      },
    });
  });

  it('are as old as their status where they don’t say it themselves', () => {
    const conditions = [
      { type: 'Available', status: 'True' },
      { type: 'Own', status: 'True', observedGeneration: 2 },
    ];
    expect(conditionsOf({ observedGeneration: 1, conditions })).toMatchObject({
      Available: { status: 'Unknown', reason: 'Stale' },
      Own: { status: 'True' },
    });
  });

  it('are the worst of a route’s parents, with its reason', () => {
    const parents = [
      { conditions: [{ type: 'Accepted', status: 'True', reason: 'Accepted' }] },
      {
        conditions: [
          { type: 'Accepted', status: 'False', reason: 'NoMatchingParent', message: 'no listener' },
        ],
      },
      { conditions: [{ type: 'Accepted', status: 'Unknown' }] },
    ];
    expect(conditionsOf({ parents })).toEqual({
      Accepted: { status: 'False', reason: 'NoMatchingParent', message: 'no listener' },
    });
  });
});

describe('preflight', () => {
  const openWith = (contexts: readonly string[]): OpenTarget => ({
    facts: {
      name: 'cluster',
      simulated: false,
      summary: '',
      clusters: contexts.map((name, index) => ({
        variable: `CLUSTER${index + 1}`,
        context: name,
        version: '',
      })),
      tools: {},
    },
    kubeconfig: api.env.KUBECONFIG ?? '',
    env: {},
    path: [],
    secrets: [],
    close: async () => {},
  });

  it('asks every cluster for its version and names those that do not answer', async () => {
    const { facts, requirements } = await readVersions(openWith([context, 'nowhere']), signal);
    const diagnostics = requirements.flatMap(({ diagnostic }) => diagnostic ?? []);
    expect(facts).toMatchObject([{ context, version: expect.stringMatching(/^v1\.\d+/) }]);
    expect(diagnostics).toMatchObject([
      { code: 'target/unreachable', message: expect.stringContaining('`nowhere` (CLUSTER2)') },
    ]);
  });

  it('finds needed objects by singular, plural or short name and by group, and names each that is missing', async () => {
    await applyManifest(request(map('needed', '1')));
    const looked = await lookForObjects([loadFixture('kube/needs.md')], openWith([context]), signal);
    const missing = looked.flatMap(({ diagnostic }) => diagnostic ?? []);
    expect(missing.map(({ message }) => message)).toEqual([
      `kube/needs.md needs \`configmap/absent\`, but it is not on \`${context}\``,
      `kube/needs.md needs \`gatewayclass/absent\`, but it is not on \`${context}\``,
    ]);
    expect(missing[0]).toMatchObject({ code: 'target/object-missing', span: { start: { line: 2 } } });
  });
});
