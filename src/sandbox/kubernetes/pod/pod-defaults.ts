import { quantity } from '../../apiserver/admission/quantity.ts';
import { at, type Fields, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { defaultContainer } from './container-defaults.ts';

const ownerMode = 420;
const evictAfterSeconds = 300;

/** A pod as it is stored: with what its template would get, and what admission adds to pods alone. */
export function defaultPod(pod: KubeObject): KubeObject {
  const spec = defaultPodSpec(fieldsAt(pod, 'spec'));
  const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default';
  return {
    ...pod,
    spec: {
      enableServiceLinks: true,
      ...spec,
      serviceAccount: account,
      serviceAccountName: account,
      tolerations: tolerations(listAt(spec, 'tolerations')),
    },
    status: { phase: 'Pending', ...fieldsAt(pod, 'status') },
  };
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec */
function defaultPodSpec(spec: Fields): Fields {
  const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount');
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    ...spec,
    // Once it could be negative; now that means at once.
    ...(numberAt(spec, 'terminationGracePeriodSeconds') < 0 ? { terminationGracePeriodSeconds: 1 } : {}),
    ...(account ? { serviceAccountName: account, serviceAccount: account } : {}),
    ...(spec.containers ? { containers: listAt(spec, 'containers').map(defaultContainer) } : {}),
    ...(spec.ephemeralContainers
      ? { ephemeralContainers: listAt(spec, 'ephemeralContainers').map(defaultContainer) }
      : {}),
    ...(spec.initContainers ? { initContainers: listAt(spec, 'initContainers').map(defaultContainer) } : {}),
    ...(spec.volumes ? { volumes: listAt(spec, 'volumes').map(defaultVolume) } : {}),
  };
}

/** The pod template of a workload. */
export const defaultTemplate = (template: Fields): Fields => ({
  ...template,
  metadata: fieldsAt(template, 'metadata'),
  spec: defaultPodSpec(fieldsAt(template, 'spec')),
});

const hourSeconds = 3600;

/** Fields of a pod are named by its first version, and tokens live for an hour. */
function defaultSource(name: string, source: Fields): Fields {
  const { items, sources } = source;
  if (name === 'downwardAPI' && Array.isArray(items)) return { ...source, items: items.map(defaultItem) };
  if (name !== 'projected' || !Array.isArray(sources)) return source;
  return { ...source, sources: sources.map(defaultProjection) };
}

function defaultItem(item: unknown): unknown {
  if (!isFields(item) || !isFields(item.fieldRef)) return item;
  return { ...item, fieldRef: { apiVersion: 'v1', ...item.fieldRef } };
}

function defaultProjection(source: unknown): unknown {
  if (!isFields(source)) return source;
  const { downwardAPI, serviceAccountToken: token } = source;
  return {
    ...source,
    ...(isFields(downwardAPI) ? { downwardAPI: defaultSource('downwardAPI', downwardAPI) } : {}),
    ...(isFields(token) ? { serviceAccountToken: { expirationSeconds: hourSeconds, ...token } } : {}),
  };
}

function defaultVolume(volume: unknown): unknown {
  if (!isFields(volume)) return volume;
  if (Object.keys(volume).every((field) => field === 'name')) return { ...volume, emptyDir: {} };
  const moded = ['configMap', 'secret', 'projected', 'downwardAPI'].find((field) => isFields(volume[field]));
  if (moded)
    return {
      ...volume,
      [moded]: { defaultMode: ownerMode, ...defaultSource(moded, fieldsAt(volume, moded)) },
    };
  return isFields(volume.hostPath) ? { ...volume, hostPath: { type: '', ...volume.hostPath } } : volume;
}

/** Pods stay on a node that has gone for five minutes. */
function tolerations(given: readonly unknown[]): readonly unknown[] {
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter((key) => !given.some((toleration) => at(toleration, 'key') === key))
    .map((key) => ({ effect: 'NoExecute', key, operator: 'Exists', tolerationSeconds: evictAfterSeconds }));
  return [...given, ...added];
}

/** A new pod with its quality of service, which what admission gave its containers counts for. */
export const withQosClass = (pod: KubeObject): KubeObject => ({
  ...pod,
  status: { ...fieldsAt(pod, 'status'), qosClass: qosClass(fieldsAt(pod, 'spec')) },
});

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClass(spec: Fields): string {
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')];
  const resources = containers.map((container) => ({
    limits: fieldsAt(container, 'resources.limits'),
    requests: fieldsAt(container, 'resources.requests'),
  }));
  const named = (map: Fields) => Object.keys(map).some((name) => name === 'cpu' || name === 'memory');
  if (!resources.some(({ limits, requests }) => named(limits) || named(requests))) return 'BestEffort';
  const guaranteed = resources.every(({ limits, requests }) =>
    ['cpu', 'memory'].every((name) => quantity(limits[name]) === quantity(requests[name])),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
