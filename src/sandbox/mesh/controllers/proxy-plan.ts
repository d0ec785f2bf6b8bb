import type { KubeObject } from '../../apiserver/store/object.ts';
import { controllerReference } from '../../kubernetes/workload/owned.ts';
import type { GatewayObject } from '../objects.ts';
import type { ServicePort } from '../service-objects.ts';

/** What a Gateway's controller wants to run for it. */
export type ProxyPlan = {
  readonly gateway: GatewayObject;
  readonly container: string;
  readonly image: string;
  readonly serviceType: 'ClusterIP' | 'LoadBalancer';
  readonly ports: readonly ServicePort[];
  readonly env: Readonly<Record<string, string>>;
  readonly managedBy: string;
  /** For the pods only. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Whether it reads settings from a ConfigMap and has a session key. */
  readonly configured: boolean;
  /** Whether the proxy says on its status port when it is ready; else it is as soon as it runs. */
  readonly probed: boolean;
};

const gatewayLabels = ({ gateway }: ProxyPlan): Readonly<Record<string, string>> => ({
  'gateway.networking.k8s.io/gateway-name': gateway.metadata.name,
  'gateway.networking.k8s.io/gateway-class-name': gateway.spec?.gatewayClassName ?? '',
});

/** The metadata of everything that belongs to a Gateway: it carries the Gateway's name and dies with it. */
function metadataOf(plan: ProxyPlan): KubeObject['metadata'] {
  const { name, namespace = '' } = plan.gateway.metadata;
  const { labels, annotations } = plan.gateway.spec?.infrastructure ?? {};
  return {
    name,
    namespace,
    labels: {
      'app.kubernetes.io/instance': name,
      'app.kubernetes.io/managed-by': plan.managedBy,
      'app.kubernetes.io/name': name,
      ...gatewayLabels(plan),
      ...networkOfGateway(plan.gateway),
      ...labels,
    },
    ...(annotations ? { annotations } : {}),
    ownerReferences: [controllerReference(plan.gateway)],
  };
}

/** A Gateway's network label is meant for its pods. */
function networkOfGateway({ metadata }: GatewayObject): Readonly<Record<string, string>> {
  const network = metadata.labels?.['topology.istio.io/network'];
  return network ? { 'topology.istio.io/network': network } : {};
}

export const accountOf = (plan: ProxyPlan): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: metadataOf(plan),
});

export const configMapOf = (plan: ProxyPlan): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadataOf(plan),
  data: { 'config.yaml': 'config:\n  statsAddr: "[::]:15020"\n  readinessAddr: "[::]:15021"\n' },
});

/** Key with which the proxy signs what it hands to clients to carry; once made, it stays. */
export const sessionKeyOf = (plan: ProxyPlan): KubeObject => {
  const metadata = metadataOf(plan);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...metadata, name: `${metadata.name}-session-key` },
    type: 'Opaque',
    data: { key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64') },
  };
};

/** Addresses and node ports stay those of the Service that is there. */
export function serviceOf(plan: ProxyPlan, existing: KubeObject | undefined): KubeObject {
  type Spec = {
    readonly clusterIP?: string;
    readonly clusterIPs?: readonly string[];
    readonly ports?: ServicePort[];
  };
  const old = existing?.spec as Spec | undefined;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(plan),
    spec: {
      ...old,
      type: plan.serviceType,
      selector: gatewayLabels(plan),
      ports: plan.ports.map((port) => {
        const nodePort = old?.ports?.find((candidate) => candidate.port === port.port)?.nodePort;
        return { protocol: 'TCP', ...port, ...(nodePort ? { nodePort } : {}) };
      }),
    },
  };
}

/** How many pods there are is left to whoever scales the Deployment. */
export function deploymentOf(plan: ProxyPlan, existing: KubeObject | undefined): KubeObject {
  const metadata = metadataOf(plan);
  const { replicas = 1 } = (existing?.spec ?? {}) as { readonly replicas?: number };
  const env = Object.entries(plan.env).map(([name, value]) => ({ name, value }));
  const probe = { httpGet: { path: '/healthz/ready', port: 15021 }, periodSeconds: 10 };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      selector: { matchLabels: gatewayLabels(plan) },
      template: {
        metadata: {
          labels: { ...metadata.labels, ...plan.podLabels },
          annotations: { 'prometheus.io/port': '15020', 'prometheus.io/scrape': 'true' },
        },
        spec: {
          serviceAccountName: metadata.name,
          containers: [
            {
              name: plan.container,
              image: plan.image,
              env,
              ports: plan.ports.map(({ port, name }) => ({
                containerPort: port,
                protocol: 'TCP',
                ...(name && name.length <= 15 ? { name } : {}),
              })),
              ...(plan.probed ? { readinessProbe: probe } : {}),
            },
          ],
        },
      },
    },
  };
}
