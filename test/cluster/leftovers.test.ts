import { expect, it } from 'vitest';
import { takeInventory } from '../../src/engine/kube/inventory.ts';
import { patienceMs } from '../helpers/patience.ts';
import { clusterOfThisFile } from './target.ts';

const cluster = clusterOfThisFile();

it('an inventory has what was made and what a finalizer keeps, and nothing that the cluster makes by itself', async () => {
  const { namespace, kubeconfig, context } = cluster();
  const mine = ['-n', namespace];
  await cluster().kubectl([...mine, 'create', 'configmap', 'made', '--from-literal=a=1']);
  await cluster().kubectl([...mine, 'create', 'service', 'clusterip', 'web', '--tcp=80']);
  const held = { name: 'held', namespace, finalizers: ['example.com/hold'] };
  const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: held });
  await cluster().kubectl(['create', '-f', '-'], manifest);
  await cluster().kubectl([...mine, 'delete', 'configmap', 'held', '--wait=false']);
  const { objects, complete } = await takeInventory(kubeconfig, context, AbortSignal.timeout(patienceMs));
  const found = objects.filter((object) => object.namespace === namespace);
  expect(found.map(({ resource, name, kept = [] }) => [`${resource}/${name}`, ...kept]).toSorted()).toEqual([
    ['configmap/held', 'example.com/hold'],
    ['configmap/made'],
    ['service/web'],
  ]);
  // Kinds of which there is no object on the cluster are known as well.
  expect(complete.has('cronjob.batch') || complete.has('job.batch')).toBe(true);
  const free = '{"metadata":{"finalizers":null}}';
  await cluster().kubectl([...mine, 'patch', 'configmap', 'held', '--type=merge', '-p', free]);
});
