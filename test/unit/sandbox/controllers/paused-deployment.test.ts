import { expect, test } from 'vitest';
import type { DeploymentObject } from '../../../../src/sandbox/kubernetes/workload/workload-objects.ts';
import type { Condition } from '../../../../src/sandbox/mesh/objects.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';

const deployment = (spec: string, image = 'curlimages/curl:8.5.0') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: curl, namespace: default }
spec:
  ${spec}
  selector: { matchLabels: { app: curl } }
  template:
    metadata: { labels: { app: curl } }
    spec:
      containers: [{ name: curl, image: "${image}", command: [sleep, infinity] }]
`;

const progress = ({ east }: TestClusters): Partial<Condition> | undefined => {
  const key = { resource: 'deployments.apps', namespace: 'default', name: 'curl' };
  const found = east.store.get<DeploymentObject>(key)?.status?.conditions;
  return found?.find(({ type }) => type === 'Progressing');
};

const paused = { status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
const complete = { status: 'True', reason: 'NewReplicaSetAvailable' };

test('a Deployment that is paused says so, and when it goes on what it comes to', async () => {
  const clusters = new TestClusters();
  await clusters.apply(deployment('paused: false'));
  expect(progress(clusters)).toMatchObject(complete);
  await clusters.apply(deployment('paused: true'));
  expect(progress(clusters)).toMatchObject(paused);
  await clusters.apply(deployment('paused: true', 'curlimages/curl:8.6.0'));
  expect(progress(clusters)).toMatchObject(paused);
  expect(clusters.east.store.list('replicasets.apps', { namespace: 'default' })).toHaveLength(1);
  await clusters.apply(deployment('paused: false', 'curlimages/curl:8.6.0'));
  expect(progress(clusters)).toMatchObject(complete);
  expect(clusters.east.store.list('replicasets.apps', { namespace: 'default' })).toHaveLength(2);
});

test('one that is paused from the beginning has no pods and no ReplicaSet', async () => {
  const clusters = new TestClusters();
  await clusters.apply(deployment('paused: true'));
  expect(progress(clusters)).toMatchObject(paused);
  expect(clusters.east.store.list('replicasets.apps', { namespace: 'default' })).toEqual([]);
});

test('one that goes on without having done anything yet is resumed', async () => {
  const clusters = new TestClusters();
  await clusters.apply(deployment('paused: true', 'ngnix:1'));
  await clusters.apply(deployment('paused: false', 'ngnix:1'));
  expect(progress(clusters)).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });
  await clusters.apply(deployment('paused: true', 'ngnix:1'));
  await clusters.apply(deployment('paused: false', 'ngnix:1'));
  expect(progress(clusters)).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentResumed',
    message: 'Deployment is resumed',
  });
});

test('one without a deadline says nothing of its progress', async () => {
  const clusters = new TestClusters();
  await clusters.apply(deployment('paused: false'));
  await clusters.apply(deployment('progressDeadlineSeconds: 2147483647'));
  expect(progress(clusters)).toBeUndefined();
});
