import type { KubeObject } from '../../apiserver/store/object.ts';
import type { EnvEntry } from '../container-objects.ts';
import type { GatewayObject } from '../objects.ts';

/* What the proxies of all classes have in common. */

/** Says which network something is on. */
export const networkLabel = 'topology.istio.io/network';

type Owned = {
  readonly gateway: GatewayObject;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether the owner calls itself the controller of what it owns. */
  readonly controls: boolean;
};

/** The metadata of what belongs to a Gateway, and is deleted with it. */
export function ownedMetadata({
  gateway,
  name,
  labels,
  annotations,
  controls,
}: Owned): KubeObject['metadata'] {
  const { name: owner, namespace = '', uid = '' } = gateway.metadata;
  return {
    name,
    namespace,
    labels,
    ...(annotations && Object.keys(annotations).length ? { annotations } : {}),
    ownerReferences: [
      {
        apiVersion: gateway.apiVersion,
        kind: gateway.kind,
        name: owner,
        uid,
        ...(controls ? { controller: true } : {}),
      },
    ],
  } as KubeObject['metadata'];
}

/** An environment variable with a field of the pod. */
export const fieldEnv = (name: string, fieldPath: string): EnvEntry => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
});

/** An environment variable with a limit of the container. */
export const limitEnv = (name: string, resource: string): EnvEntry => ({
  name,
  valueFrom: { resourceFieldRef: { resource, divisor: '1' } },
});

/** A token that Istio's certificate authority takes. */
export const istioToken = {
  name: 'istio-token',
  projected: {
    sources: [
      { serviceAccountToken: { audience: 'istio-ca', expirationSeconds: 43_200, path: 'istio-token' } },
    ],
  },
} as const;

/** Istio's root certificate, which is in each namespace. */
export const istioRootCertificate = {
  name: 'istiod-ca-cert',
  configMap: { name: 'istio-ca-root-cert' },
} as const;

/** Both proxies say on this port whether they are ready. */
export const readyCheck = { httpGet: { path: '/healthz/ready', port: 15_021 } } as const;

/** Lets a user other than root have ports below 1024. */
export const lowPorts = {
  sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
} as const;

/** What no proxy may do. */
export const confined = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
} as const;
