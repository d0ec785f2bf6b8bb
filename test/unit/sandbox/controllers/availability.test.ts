import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import type {
  DaemonSetObject,
  DeploymentObject,
} from '../../../../src/sandbox/kubernetes/workload/workload-objects.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, type Clusters, eventually, parseManifest, startClusters } from '../../../helpers/clusters.ts';

let clusters: Clusters;
let east: World;

beforeEach(() => {
  clusters = startClusters();
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
});

afterEach(() => clusters.close());

const web = (resource: string, name: string) => ({ resource, namespace: 'web', name });

const applied = (text: string): KubeObject => {
  const [object] = parseManifest(text);
  return apply(east, object as KubeObject);
};

type Counts = { readonly readyReplicas?: number; readonly availableReplicas?: number };
const counts = (): Counts | undefined =>
  east.store.get<DeploymentObject & { readonly status?: Counts }>(web('deployments.apps', 'curl'))?.status;

test('pods of a Deployment are available only when they have been ready for minReadySeconds', async () => {
  applied(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: curl, namespace: web}
spec:
  minReadySeconds: 2
  selector: {matchLabels: {app: curl}}
  template:
    metadata: {labels: {app: curl}}
    spec:
      containers: [{name: curl, image: "curlimages/curl:8.5.0", command: [sleep, infinity]}]
`);
  await eventually([east], () => counts()?.readyReplicas === 1 || undefined);
  expect(counts()?.availableReplicas).toBeUndefined();
  await eventually([east], () => counts()?.availableReplicas === 1 || undefined);
});

const onEveryNode = (image: string, maxUnavailable: number | string): string => `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: web}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {rollingUpdate: {maxUnavailable: ${maxUnavailable}}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      tolerations: [{operator: Exists}]
      terminationGracePeriodSeconds: 0
      containers: [{name: main, image: "${image}", command: [sleep, infinity]}]
`;

const images = (): (string | undefined)[] =>
  east.store
    .list<PodObject>('pods', { namespace: 'web' })
    .map(({ spec }) => spec?.containers?.[0]?.image)
    .toSorted();

const good = 'curlimages/curl:8.5.0';
const missing = 'ngnix:1';

test.each([
  [1, [good, missing]],
  ['100%', [missing, missing]],
])(
  'a DaemonSet with maxUnavailable %s replaces so many pods before the new ones are there',
  async (most, expected) => {
    applied(onEveryNode(good, most));
    const available = () =>
      east.store.get<DaemonSetObject & { readonly status?: { readonly numberAvailable?: number } }>(
        web('daemonsets.apps', 'agent'),
      )?.status?.numberAvailable;
    await eventually([east], () => available() === 2 || undefined);
    applied(onEveryNode(missing, most));
    await eventually([east], () => images().join() === expected.toSorted().join() || undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(images()).toEqual(expected.toSorted());
  },
);
