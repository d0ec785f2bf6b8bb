import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteObject } from '../../../../src/sandbox/apiserver/store/delete.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { resolve } from '../../../../src/sandbox/dataplane/resolve.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, type Clusters, eventually, parseManifest, startClusters } from '../../../helpers/clusters.ts';

let clusters: Clusters;
let east: World;

beforeEach(() => {
  clusters = startClusters();
  east = clusters.east;
  apply(east, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
});
afterEach(() => clusters.close());

const image = (version: string): string => `curlimages/curl:${version}`;

/** A set of pods that sleep, each with a volume `data`. */
function set(replicas: number, version = '8.5.0', more: object = {}): KubeObject {
  const [service, found] = parseManifest(`
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {clusterIP: None, selector: {app: web}, ports: [{name: web, port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, namespace: shop}
spec:
  serviceName: web
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
      - {name: web, image: "${image(version)}", command: [sleep, infinity], volumeMounts: [{name: data, mountPath: /data}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], storageClassName: standard, resources: {requests: {storage: 1Gi}}}
`) as [KubeObject, KubeObject];
  apply(east, service);
  return apply(east, { ...found, spec: { ...(found.spec as object), ...more } });
}

const pods = (): PodObject[] => east.store.list<PodObject>('pods', { namespace: 'shop' });
const claims = (): string[] =>
  east.store.list('persistentvolumeclaims', { namespace: 'shop' }).map(({ metadata }) => metadata.name);
const isReady = ({ metadata, status }: PodObject): boolean =>
  !metadata.deletionTimestamp &&
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True');
const versions = (): string[] =>
  pods().map(({ metadata, spec }) => `${metadata.name} ${spec?.containers?.[0]?.image.split(':')[1]}`);
const status = () =>
  east.store.get<KubeObject & { status: Record<string, unknown> }>({
    resource: 'statefulsets.apps',
    namespace: 'shop',
    name: 'web',
  })?.status ?? {};

const ready = (count: number): Promise<true> =>
  eventually([east], () =>
    pods().length === count && pods().every(isReady) && status().readyReplicas === (count || undefined)
      ? true
      : undefined,
  );
const events = (): string[] =>
  east.store.list('events', { namespace: 'shop' }).map(({ message }) => String(message));

/** Names of pods in the order in which they were deleted or created. */
function watch(type: 'ADDED' | 'DELETED'): string[] {
  const names: string[] = [];
  east.store.subscribe((event) => {
    if (event.type === type && event.key.resource === 'pods') names.push(event.key.name);
  });
  return names;
}

describe('a stateful set', () => {
  test('makes its pods one after another, and takes them away from the last on', async () => {
    const added = watch('ADDED');
    const deleted = watch('DELETED');
    let tooEarly = 0;
    east.store.subscribe((event) => {
      if (event.type === 'ADDED' && event.key.resource === 'pods')
        tooEarly += pods().filter((pod) => pod.metadata.name !== event.key.name && !isReady(pod)).length;
    });
    set(3);
    await ready(3);
    expect(added).toEqual(['web-0', 'web-1', 'web-2']);
    expect(tooEarly).toBe(0);
    set(1);
    await ready(1);
    expect(deleted).toEqual(['web-2', 'web-1']);
    expect(claims()).toEqual(['data-web-0', 'data-web-1', 'data-web-2']);
    expect(events()).toContain('create Claim data-web-0 Pod web-0 in StatefulSet web success');
    expect(events()).toContain('create Pod web-0 in StatefulSet web successful');
    expect(events()).toContain('delete Pod web-2 in StatefulSet web successful');
  });

  test('gives each pod a name that DNS knows', async () => {
    set(2);
    await ready(2);
    const [first, second] = pods() as [PodObject, PodObject];
    expect(resolve(east, first, 'web-1.web')).toEqual([second.status?.podIP]);
    expect(resolve(east, first, 'web-1.web.shop.svc.cluster.local')).toEqual([second.status?.podIP]);
    expect(resolve(east, first, 'web-2.web')).toBeUndefined();
    expect(resolve(east, first, 'web')).toEqual(pods().map((pod) => pod.status?.podIP));
  });

  test('gives a pod that comes back its name and its claim, not its address', async () => {
    set(1);
    await ready(1);
    const [before] = pods();
    const volume = () => east.store.list('persistentvolumes')[0]?.metadata.name;
    const kept = volume();
    deleteObject(east.store, { resource: 'pods', namespace: 'shop', name: 'web-0' });
    await ready(1);
    expect(pods()[0]?.metadata.name).toBe('web-0');
    expect(pods()[0]?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(volume()).toBe(kept);
  });

  test('replaces pods of an old template from the last on, down to its partition', async () => {
    set(3);
    await ready(3);
    const deleted = watch('DELETED');
    const partition = (number: number) => ({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: number } },
    });
    set(3, '8.6.0', partition(2));
    await eventually([east], () =>
      status().updatedReplicas === 1 && pods().every(isReady) ? true : undefined,
    );
    expect(versions()).toEqual(['web-0 8.5.0', 'web-1 8.5.0', 'web-2 8.6.0']);
    expect(status().currentRevision).not.toBe(status().updateRevision);
    set(3, '8.6.0', partition(0));
    await eventually([east], () => (status().currentRevision === status().updateRevision ? true : undefined));
    expect(versions()).toEqual(['web-0 8.6.0', 'web-1 8.6.0', 'web-2 8.6.0']);
    expect(deleted).toEqual(['web-2', 'web-1', 'web-0']);
    const revisions = east.store.list('controllerrevisions.apps', { namespace: 'shop' });
    expect(revisions.map(({ revision }) => revision).toSorted()).toEqual([1, 2]);
  });

  test('that updates on delete leaves old pods alone', async () => {
    const onDelete = { updateStrategy: { type: 'OnDelete' } };
    set(2, '8.5.0', onDelete);
    await ready(2);
    set(2, '8.6.0', onDelete);
    await eventually([east], () => (status().currentRevision !== status().updateRevision ? true : undefined));
    deleteObject(east.store, { resource: 'pods', namespace: 'shop', name: 'web-0' });
    await eventually([east], () =>
      versions().join() === 'web-0 8.6.0,web-1 8.5.0' && pods().every(isReady) ? true : undefined,
    );
  });

  test('deletes claims with the pods or with itself, where it is to', async () => {
    const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' };
    set(2, '8.5.0', { persistentVolumeClaimRetentionPolicy: policy });
    await ready(2);
    set(1, '8.5.0', { persistentVolumeClaimRetentionPolicy: policy });
    await eventually([east], () => (claims().join() === 'data-web-0' ? true : undefined));
    deleteObject(east.store, { resource: 'statefulsets.apps', namespace: 'shop', name: 'web' });
    await eventually([east], () => (claims().length === 0 ? true : undefined));
    await eventually([east], () => (east.store.list('persistentvolumes').length === 0 ? true : undefined));
  });
});
