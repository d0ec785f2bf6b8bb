import { digestOf } from '../../apiserver/digest.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { EnvEntry } from '../container-objects.ts';
import { agentgatewayVersion } from '../images.ts';
import type { GatewayObject } from '../objects.ts';
import type { ProxySettings } from './agentgateway-parameters.ts';
import type { ProxyObjects } from './proxy-deploy.ts';
import {
  confined,
  fieldEnv,
  istioRootCertificate,
  istioToken,
  limitEnv,
  lowPorts,
  ownedMetadata,
  readyCheck,
} from './proxy-parts.ts';

/** How a Gateway's agentgateway differs from those of other classes. */
export type AgentgatewayClass = {
  readonly image: string;
  readonly serviceType: 'ClusterIP' | 'LoadBalancer';
  /** Ports of the Service. */
  readonly ports: readonly number[];
  /** Whether others may send it HBONE. */
  readonly tunnel: boolean;
  /** Where the controller hands out configuration. */
  readonly xds: string;
};

type Labels = Readonly<Record<string, string>>;

/**
 * The objects that the agentgateway's controller makes for a Gateway.
 * @see https://github.com/agentgateway/agentgateway/tree/v1.4.1/controller/pkg/helm/agentgateway/templates
 */
export function agentgatewayProxyObjects(
  gateway: GatewayObject,
  proxyClass: AgentgatewayClass,
  settings: ProxySettings,
): ProxyObjects {
  const { name } = gateway.metadata;
  const selector = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
    'gateway.networking.k8s.io/gateway-name': name,
  };
  const className = { 'gateway.networking.k8s.io/gateway-class-name': gateway.spec?.gatewayClassName ?? '' };
  const own = ownLabels(gateway);
  const labels = {
    ...own,
    ...selector,
    ...className,
    'app.kubernetes.io/managed-by': 'agentgateway',
    'app.kubernetes.io/version': agentgatewayVersion,
  };
  const annotations = gateway.spec?.infrastructure?.annotations ?? {};
  const owned = { gateway, name, labels, annotations, controls: true };
  const metadata = ownedMetadata(owned);
  // JSON is YAML too.
  const config = settings.config ? `${JSON.stringify(settings.config, null, 2)}\n` : 'config: {}\n';
  return {
    gateway,
    account: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata,
      automountServiceAccountToken: false,
    } as KubeObject,
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { 'config.yaml': config },
    } as KubeObject,
    sessionKey: sessionKey(metadata),
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: proxyClass.serviceType,
        ports: proxyClass.ports.map((port) => ({
          name: `listener-${port}`,
          port,
          targetPort: port,
          protocol: 'TCP',
        })),
        selector,
      },
    },
    deployment: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: {
            labels: { ...meshLabels(proxyClass, settings), ...own, ...selector, ...className },
            annotations: { ...scraped, ...annotations, 'checksum/config': digestOf(config) },
          },
          spec: {
            serviceAccountName: name,
            securityContext: lowPorts,
            containers: [container(name, proxyClass, settings)],
            volumes: [
              { name: 'config-volume', configMap: { name } },
              xdsToken,
              { name: 'tmp', emptyDir: {} },
              ...(settings.istio ? [istioRootCertificate, istioToken] : []),
            ],
            terminationGracePeriodSeconds: settings.shutdown?.max ?? 60,
          },
        },
      },
    },
  };
}

/** A Gateway's network label is meant for its pods. */
function ownLabels({ metadata, spec }: GatewayObject): Labels {
  const network = metadata.labels?.['topology.istio.io/network'];
  return {
    ...(network ? { 'topology.istio.io/network': network } : {}),
    ...spec?.infrastructure?.labels,
  };
}

const meshLabels = ({ tunnel }: AgentgatewayClass, { istio }: ProxySettings): Labels => ({
  ...(istio ? { 'istio.io/dataplane-mode': 'none', 'sidecar.istio.io/inject': 'false' } : {}),
  ...(tunnel ? { 'networking.istio.io/tunnel': 'http' } : {}),
});

const scraped = {
  'prometheus.io/path': '/metrics',
  'prometheus.io/port': '15020',
  'prometheus.io/scrape': 'true',
} as const;

const xdsToken = {
  name: 'xds-token',
  projected: {
    sources: [
      {
        serviceAccountToken: { audience: 'agentgateway', expirationSeconds: 43_200, path: 'xds-token' },
      },
    ],
  },
} as const;

/** Key with which the proxy signs what it hands to clients to carry. */
const sessionKey = (metadata: KubeObject['metadata']): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...metadata, name: `${metadata.name}-session-key` },
    type: 'Opaque',
    data: { key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64') },
  }) as KubeObject;

function container(name: string, proxyClass: AgentgatewayClass, settings: ProxySettings): object {
  const readOnly = true;
  return {
    name: 'agentgateway',
    image: proxyClass.image,
    args: ['-f', '/config/config.yaml'],
    env: envOf(name, proxyClass, settings),
    // Listeners come and go, and none of them is named here.
    ports: [{ containerPort: 15_020, name: 'metrics', protocol: 'TCP' }],
    ...(settings.resources ? { resources: settings.resources } : {}),
    securityContext: { ...confined, runAsUser: 10_101 },
    readinessProbe: { ...readyCheck, periodSeconds: 10 },
    startupProbe: { ...readyCheck, failureThreshold: 60, periodSeconds: 1, timeoutSeconds: 2 },
    volumeMounts: [
      { name: 'config-volume', mountPath: '/config' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'xds-token', mountPath: '/var/run/secrets/xds-tokens', readOnly },
      ...(settings.istio
        ? [
            { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio', readOnly },
            { name: 'istio-token', mountPath: '/var/run/secrets/tokens', readOnly },
          ]
        : []),
    ],
  };
}

/** What the parameters say themselves comes last, and takes the place of what there would be. */
function envOf(name: string, { xds }: AgentgatewayClass, settings: ProxySettings): readonly EnvEntry[] {
  const { shutdown, logLevel = 'info', istio, env } = settings;
  const plain = (key: string, value: string | undefined): readonly EnvEntry[] =>
    value === undefined ? [] : [{ name: key, value }];
  const secretKeyRef = { name: `${name}-session-key`, key: 'key' };
  const usual: readonly EnvEntry[] = [
    ...plain('TERMINATION_GRACE_PERIOD_SECONDS', String(shutdown?.max ?? 60)),
    ...plain('CONNECTION_MIN_TERMINATION_DEADLINE', `${shutdown?.min ?? 10}s`),
    fieldEnv('NODE_NAME', 'spec.nodeName'),
    fieldEnv('POD_NAMESPACE', 'metadata.namespace'),
    fieldEnv('POD_NAME', 'metadata.name'),
    ...plain('RUST_BACKTRACE', '1'),
    ...plain('RUST_LOG', logLevel),
    { name: 'SESSION_KEY', valueFrom: { secretKeyRef } },
    ...plain('XDS_ADDRESS', xds),
    fieldEnv('NAMESPACE', 'metadata.namespace'),
    ...plain('GATEWAY', name),
    limitEnv('CPU_LIMIT', 'limits.cpu'),
    fieldEnv('INSTANCE_IP', 'status.podIP'),
    fieldEnv('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    ...plain('CA_ADDRESS', istio?.caAddress),
    ...plain('TRUST_DOMAIN', istio?.trustDomain),
    ...plain('CLUSTER_ID', istio?.clusterId),
    ...plain('NETWORK', istio?.network),
  ];
  return [...usual.filter((one) => !env.some((own) => own.name === one.name)), ...env];
}
