import { expect, it } from 'vitest';
import type { ObjectDiff } from '../../src/engine/model/manifest-diff.ts';
import type { Target } from '../../src/engine/model/target.ts';
import { plan } from '../../src/engine/plan/plan.ts';
import { examineTarget } from '../../src/engine/run/examine-target.ts';
import { patienceMs } from '../helpers/patience.ts';
import { runbookOf } from '../helpers/runbook-of.ts';
import { clusterOfThisFile } from './target.ts';

const cluster = clusterOfThisFile();

const map = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { key: ${value} }\n`;

const block = (manifest: string, options = ' namespace=$SPACE') =>
  `\`\`\`yaml apply cluster=$CLUSTER1${options}\n${manifest}\`\`\`\n\n`;

/** What `plan --diff` finds of a page on this cluster. */
async function diffsOf(body: string): Promise<readonly ObjectDiff[]> {
  const { kubeconfig, context, namespace } = cluster();
  const clusters = [{ variable: 'CLUSTER1', context, version: '' }];
  const facts = { name: 'cluster', simulated: false, summary: '', clusters, tools: {} };
  const open = { facts, kubeconfig, env: {}, path: [], secrets: [], close: async () => {} };
  const target: Target = { name: 'cluster', open: async () => open };
  const page = runbookOf(`---\nclusters: { CLUSTER1: ${context} }\n---\n\n# Page\n\n${body}`);
  const planned = plan([page], { interactive: false }, () => ({ diagnostics: [] }));
  const { diffs } = await examineTarget(planned.plan, target, {
    env: { SPACE: namespace },
    inherited: {},
    signal: AbortSignal.timeout(patienceMs),
    path: process.env.PATH ?? '',
    diff: true,
  });
  return diffs;
}

async function apply(manifest: string, manager = 'runbook'): Promise<void> {
  const { namespace, kubectl } = cluster();
  await kubectl(
    ['-n', namespace, 'apply', '--server-side', `--field-manager=${manager}`, '-f', '-'],
    manifest,
  );
}

async function dataOf(name: string): Promise<string> {
  const { namespace, kubectl } = cluster();
  return kubectl(['-n', namespace, 'get', 'configmap', name, '--ignore-not-found', '-o', 'jsonpath={.data}']);
}

it('what a manifest would make, change and leave is told, and nothing is changed', async () => {
  await apply(map('changed', 'old'));
  await apply(map('same', 'old'));
  const { namespace, context } = cluster();
  const diffs = await diffsOf(
    block(`${map('made', 'new')}---\n${map('changed', 'new')}---\n${map('same', 'old')}`),
  );
  const where = `in ${namespace} on ${context}`;
  expect(diffs).toMatchObject([
    { name: 'configmap/made', where, line: 8, result: 'created', before: '', notes: [] },
    { name: 'configmap/changed', where, line: 13, result: 'configured', notes: [] },
    { name: 'configmap/same', where, line: 18, result: 'unchanged', notes: [] },
  ]);
  const [made, changed] = diffs;
  expect(made?.after).toMatch(/^apiVersion: v1\nkind: ConfigMap\nmetadata:\n {2}name: made\n/);
  expect(changed?.before?.replace('key: old', 'key: new')).toBe(changed?.after);
  expect(`${made?.after}${changed?.after}`).not.toMatch(
    /managedFields|resourceVersion|uid|creationTimestamp/,
  );
  expect([await dataOf('made'), await dataOf('changed')]).toEqual(['', '{"key":"old"}']);
});

it('fields of others are taken with their manager’s name, and with force=false are a conflict', async () => {
  await apply(map('owned', 'theirs'), 'gitops');
  const manifest = map('owned', 'ours');
  expect(await diffsOf(block(manifest) + block(manifest, ' namespace=$SPACE force=false'))).toMatchObject([
    { result: 'configured', notes: ['takes .data.key over from the field manager "gitops"'] },
    { result: 'conflict', notes: ['.data.key belongs to the field manager "gitops"'] },
  ]);
  expect(await dataOf('owned')).toBe('{"key":"theirs"}');
});

it('of a secret only shows which of its values are others', async () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: hidden }\nstringData: { changes: ${value}, stays: untold-value }\n`;
  await apply(secret('untold-old'));
  const diffs = await diffsOf(block(secret('untold-new')));
  expect(diffs).toMatchObject([{ result: 'configured' }]);
  expect(diffs[0]?.before).toMatch(/changes: "\*\*\* \(before\)"\n {2}stays: "\*\*\*"/);
  expect(diffs[0]?.after).toMatch(/changes: "\*\*\* \(after\)"\n {2}stays: "\*\*\*"/);
  const encoded = Buffer.from('untold').toString('base64').slice(0, 8);
  expect(JSON.stringify(diffs)).not.toMatch(new RegExp(`untold|${encoded}`));
});

it('what a server refuses, does not know or cannot check yet is said', async () => {
  const { context } = cluster();
  const misspelt = map('odd', 'x').replace('\ndata:', '\ndta:');
  const unknownKind = 'apiVersion: nothing.example/v1\nkind: Nothing\nmetadata: { name: odd }\n';
  const shell = '```bash\nkubectl --context $CLUSTER1 create namespace made-by-page || true\n```\n\n';
  const diffs = await diffsOf(
    block(`${misspelt}---\n${unknownKind}`) +
      block(map('early', 'x'), ' namespace=nobody-makes-it') +
      shell +
      block(map('later', 'x'), ' namespace=made-by-page') +
      block(
        `apiVersion: v1\nkind: Namespace\nmetadata: { name: own }\n---\n${map('inside', 'x').replace('name: inside', 'name: inside, namespace: own')}`,
        '',
      ) +
      block(map('nowhere', 'x'), ' namespace=$UNSET'),
  );
  expect(diffs.map(({ name, where, result }) => [name, where, result])).toEqual([
    ['configmap/odd', `in ${cluster().namespace} on ${context}`, 'refused'],
    ['nothing/odd', `on ${context}`, 'unknown'],
    ['configmap/early', `in nobody-makes-it on ${context}`, 'unknown'],
    ['configmap/later', `in made-by-page on ${context}`, 'created'],
    ['namespace/own', `on ${context}`, 'created'],
    ['configmap/inside', `in own on ${context}`, 'created'],
    ['manifest', '', 'unknown'],
  ]);
  expect(diffs.map(({ notes }) => notes.join())).toEqual([
    expect.stringContaining('.dta: field not declared in schema'),
    expect.stringContaining('does not know `Nothing` of `nothing.example/v1` now'),
    expect.stringContaining('there is no namespace `nobody-makes-it` now'),
    expect.stringContaining('the namespace `made-by-page` is not there yet, the page makes it before'),
    '',
    expect.stringContaining('the namespace `own` is not there yet, the page makes it before'),
    expect.stringContaining('`namespace=$UNSET`'),
  ]);
});
