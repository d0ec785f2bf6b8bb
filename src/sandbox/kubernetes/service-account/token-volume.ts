import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { randomSuffix } from '../workload/generated-names.ts';

const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
const prefix = 'kube-api-access-';
/** An hour, and seven seconds by which such tokens are known. */
const expirationSeconds = 3607;

/**
 * The pod with a token of its account in each container, and what else it takes to talk to the API server, unless the
 * pod or the account wants none.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-token-volume
 */
export function withTokenVolume(pod: KubeObject, account: KubeObject): KubeObject {
  const spec = fieldsAt(pod, 'spec');
  const wish = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  if (wish !== true) return pod;
  const volumes = listAt(spec, 'volumes');
  const known = volumes.map((volume) => textAt(volume, 'name')).find((name) => name.startsWith(prefix));
  const name = known ?? prefix + randomSuffix();
  const isNeeded = ['initContainers', 'containers'].some((field) => listAt(spec, field).some(lacksMount));
  if (!isNeeded) return pod;
  return {
    ...pod,
    spec: {
      ...spec,
      ...mountedIn(spec, 'initContainers', name),
      ...mountedIn(spec, 'containers', name),
      volumes: known ? volumes : [...volumes, { name, projected }],
    },
  };
}

const lacksMount = (container: unknown): boolean =>
  !listAt(container, 'volumeMounts').some((mount) => at(mount, 'mountPath') === folder);

function mountedIn(spec: Fields, field: string, name: string): Fields {
  if (spec[field] === undefined) return {};
  const mount = { name, readOnly: true, mountPath: folder };
  const containers = listAt(spec, field).map((container) =>
    isFields(container) && lacksMount(container)
      ? { ...container, volumeMounts: [...listAt(container, 'volumeMounts'), mount] }
      : container,
  );
  return { [field]: containers };
}

const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };

const projected = {
  sources: [
    { serviceAccountToken: { expirationSeconds, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [namespaceFile] } },
  ],
  defaultMode: 420,
} as const;
