import type { World } from '../../world.ts';
import { clusterNetwork } from '../network.ts';
import type { GatewayObject } from '../objects.ts';
import { proxyContainer, proxyVolumes } from './istio-proxy-container.ts';
import type { ProxyObjects } from './proxy-deploy.ts';
import { lowPorts, networkLabel, ownedMetadata } from './proxy-parts.ts';

/** A class of Gateways that istiod deploys a proxy for. */
export type IstioProxyClass = {
  /** What runs in the container. */
  readonly mode: 'router' | 'waypoint' | 'ztunnel';
  readonly image: string;
  /** Of the Service, unless the Gateway's annotation names another one. */
  readonly serviceType: 'ClusterIP' | 'LoadBalancer';
  /** Whether objects are named `<gateway>-<class>`. */
  readonly suffixed: boolean;
  readonly managedBy: string;
};

/** The name of all objects of a Gateway. */
function nameOfProxy({ metadata, spec }: GatewayObject, { suffixed }: IstioProxyClass): string {
  const usual = suffixed ? `${metadata.name}-${spec?.gatewayClassName}` : metadata.name;
  return metadata.annotations?.['gateway.istio.io/name-override'] ?? usual;
}

/**
 * The objects that istiod makes for a Gateway of one of its classes.
 * @see https://github.com/istio/istio/tree/1.29.3/manifests/charts/istio-control/istio-discovery/files
 */
export function istioProxyObjects(
  world: World,
  gateway: GatewayObject,
  proxyClass: IstioProxyClass,
): ProxyObjects {
  const name = nameOfProxy(gateway, proxyClass);
  const account = gateway.metadata.annotations?.['gateway.istio.io/service-account'] ?? name;
  const labels = labelsOf(world, gateway, proxyClass);
  const annotations = annotationsOf(gateway);
  const owned = { gateway, name, labels, annotations, controls: false };
  const selector = { [gatewayName]: gateway.metadata.name };
  const distribution =
    proxyClass.mode !== 'router' ? { 'networking.istio.io/traffic-distribution': 'PreferClose' } : {};
  const type = gateway.metadata.annotations?.['networking.istio.io/service-type'] ?? proxyClass.serviceType;
  const wished = gateway.spec?.addresses?.[0]?.value;
  return {
    gateway,
    account: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: ownedMetadata({ ...owned, name: account }),
    },
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: ownedMetadata({ ...owned, annotations: { ...distribution, ...annotations } }),
      spec: {
        type,
        ipFamilyPolicy: 'PreferDualStack',
        ports: portsOf(gateway),
        selector,
        ...(wished && type === 'LoadBalancer' ? { loadBalancerIP: wished } : {}),
      },
    },
    deployment: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: ownedMetadata(owned),
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: {
            labels: podLabels(name, labels, proxyClass),
            annotations: { ...annotations, ...podAnnotations },
          },
          spec: {
            serviceAccountName: account,
            securityContext: proxyClass.mode === 'router' ? lowPorts : {},
            containers: [proxyContainer(world, gateway, proxyClass, { name, account, labels })],
            volumes: proxyVolumes(proxyClass),
          },
        },
      },
    },
  };
}

const gatewayName = 'gateway.networking.k8s.io/gateway-name';

type Labels = Readonly<Record<string, string>>;

/** What `infrastructure` says replaces the Gateway's own labels. */
function labelsOf(world: World, gateway: GatewayObject, { mode, managedBy }: IstioProxyClass): Labels {
  const { metadata, spec } = gateway;
  const own = withoutReserved(spec?.infrastructure?.labels ?? metadata.labels);
  const outside =
    mode === 'router' && !('istio.io/dataplane-mode' in own) && !metadata.labels?.['istio.io/dataplane-mode'];
  const near = mode !== 'router' && !metadata.labels?.[networkLabel];
  return {
    ...own,
    ...(outside ? { 'istio.io/dataplane-mode': 'none' } : {}),
    ...(near ? { [networkLabel]: clusterNetwork(world) } : {}),
    [gatewayName]: metadata.name,
    'gateway.networking.k8s.io/gateway-class-name': spec?.gatewayClassName ?? '',
    'gateway.istio.io/managed': managedBy,
  };
}

const withoutReserved = (entries: Labels = {}): Labels =>
  Object.fromEntries(
    Object.entries(entries).filter(([key]) => !key.startsWith('gateway.networking.k8s.io/')),
  );

const ofTheGatewayAlone = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'gateway.istio.io/name-override',
  'gateway.istio.io/service-account',
  'gateway.istio.io/controller-version',
]);

const annotationsOf = ({ metadata, spec }: GatewayObject): Labels =>
  Object.fromEntries(
    Object.entries(withoutReserved(spec?.infrastructure?.annotations ?? metadata.annotations)).filter(
      ([key]) => !ofTheGatewayAlone.has(key),
    ),
  );

const podAnnotations = {
  'istio.io/rev': 'default',
  'prometheus.io/path': '/stats/prometheus',
  'prometheus.io/port': '15020',
  'prometheus.io/scrape': 'true',
} as const;

const podLabels = (name: string, labels: Labels, { mode }: IstioProxyClass): Labels => ({
  'sidecar.istio.io/inject': 'false',
  ...(mode === 'router' ? {} : { 'istio.io/dataplane-mode': 'none' }),
  ...(mode === 'ztunnel' ? { 'networking.istio.io/tunnel': 'http' } : {}),
  'service.istio.io/canonical-name': name,
  'service.istio.io/canonical-revision': 'latest',
  ...labels,
});

/** One port for the listeners that share it, after the one that says whether the proxy is ready. */
function portsOf({ spec }: GatewayObject): readonly object[] {
  const listeners = spec?.listeners ?? [];
  const first = listeners.filter(
    ({ port }, index) => listeners.findIndex((one) => one.port === port) === index,
  );
  return [
    { name: 'status-port', port: 15_021, protocol: 'TCP', targetPort: 15_021, appProtocol: 'tcp' },
    ...first.map(({ name, port, protocol }) => ({
      name: name.replaceAll('.', '-').slice(0, 63),
      port,
      protocol: 'TCP',
      targetPort: port,
      appProtocol: protocol.toLowerCase(),
    })),
  ];
}
