import type { World } from '../../world.ts';
import type { EnvEntry } from '../container-objects.ts';
import { trustDomain } from '../enrolment.ts';
import { clusterNetwork } from '../network.ts';
import type { GatewayObject } from '../objects.ts';
import type { IstioProxyClass } from './istio-proxy-objects.ts';
import {
  confined,
  fieldEnv,
  istioRootCertificate,
  istioToken,
  limitEnv,
  networkLabel,
  readyCheck,
} from './proxy-parts.ts';

type Labels = Readonly<Record<string, string>>;

type Names = { readonly name: string; readonly account: string; readonly labels: Labels };

/** The container of a proxy. */
export function proxyContainer(
  world: World,
  gateway: GatewayObject,
  proxyClass: IstioProxyClass,
  names: Names,
): object {
  const { mode, image } = proxyClass;
  const cluster = mode !== 'router' ? ['--serviceCluster', `${names.account}.$(POD_NAMESPACE)`] : [];
  const levels = ['--proxyLogLevel', 'warning', '--proxyComponentLogLevel', 'misc:error'];
  return {
    name: 'istio-proxy',
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      'proxy',
      mode,
      '--domain',
      '$(POD_NAMESPACE).svc.cluster.local',
      ...cluster,
      ...levels,
      '--log_output_level',
      'default:info',
    ],
    env: envOf(world, gateway, mode, names),
    ports: [
      { containerPort: 15_020, name: 'metrics', protocol: 'TCP' },
      { containerPort: 15_021, name: 'status-port', protocol: 'TCP' },
      { containerPort: 15_090, name: 'http-envoy-prom', protocol: 'TCP' },
    ],
    // Of the gateway that is a ztunnel, no chart is public: it counts as ready as soon as it runs.
    ...(mode === 'ztunnel' ? {} : probes),
    resources: {
      limits: mode === 'router' ? { cpu: '2000m', memory: '1024Mi' } : { cpu: '2', memory: '1Gi' },
      requests: { cpu: '100m', memory: '128Mi' },
    },
    securityContext: { ...confined, privileged: false, runAsGroup: 1337, runAsUser: 1337 },
    volumeMounts: mode === 'router' ? routerMounts : waypointMounts,
  };
}

function envOf(
  world: World,
  { metadata }: GatewayObject,
  mode: IstioProxyClass['mode'],
  { name, labels }: Names,
): readonly EnvEntry[] {
  const plain = (key: string, value: string): EnvEntry => ({ name: key, value });
  const waypoint = mode !== 'router';
  const node = fieldEnv('ISTIO_META_NODE_NAME', 'spec.nodeName');
  const ports = [plain('ISTIO_META_POD_PORTS', '[]'), plain('ISTIO_META_APP_CONTAINERS', '')];
  const view = waypoint ? undefined : labels[networkLabel];
  return [
    ...(waypoint ? [fieldEnv('ISTIO_META_SERVICE_ACCOUNT', 'spec.serviceAccountName'), node] : []),
    plain('PILOT_CERT_PROVIDER', 'istiod'),
    plain('CA_ADDR', 'istiod.istio-system.svc:15012'),
    fieldEnv('POD_NAME', 'metadata.name'),
    fieldEnv('POD_NAMESPACE', 'metadata.namespace'),
    fieldEnv('INSTANCE_IP', 'status.podIP'),
    fieldEnv('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    fieldEnv('HOST_IP', 'status.hostIP'),
    limitEnv('ISTIO_CPU_LIMIT', 'limits.cpu'),
    plain('PROXY_CONFIG', '{}\n'),
    ...(waypoint ? [] : ports),
    limitEnv('GOMEMLIMIT', 'limits.memory'),
    limitEnv('GOMAXPROCS', 'limits.cpu'),
    plain('ISTIO_META_CLUSTER_ID', world.cluster),
    ...(waypoint ? [plain('ISTIO_META_NETWORK', labels[networkLabel] ?? clusterNetwork(world))] : [node]),
    plain('ISTIO_META_INTERCEPTION_MODE', 'REDIRECT'),
    ...(waypoint ? [] : [plain('ISTIO_META_NETWORK', labels[networkLabel] ?? clusterNetwork(world))]),
    plain('ISTIO_META_WORKLOAD_NAME', name),
    plain(
      'ISTIO_META_OWNER',
      `kubernetes://apis/apps/v1/namespaces/${metadata.namespace}/deployments/${name}`,
    ),
    plain('ISTIO_META_MESH_ID', trustDomain),
    plain('TRUST_DOMAIN', trustDomain),
    ...(view ? [plain('ISTIO_META_REQUESTED_NETWORK_VIEW', view)] : []),
  ];
}

const probes = {
  readinessProbe: { ...readyCheck, failureThreshold: 4, periodSeconds: 15, timeoutSeconds: 1 },
  startupProbe: {
    ...readyCheck,
    failureThreshold: 30,
    initialDelaySeconds: 1,
    periodSeconds: 1,
    timeoutSeconds: 1,
  },
} as const;

const socket = { name: 'workload-socket', mountPath: '/var/run/secrets/workload-spiffe-uds' };
const ownCertificates = [
  { name: 'credential-socket', mountPath: '/var/run/secrets/credential-uds' },
  { name: 'workload-certs', mountPath: '/var/run/secrets/workload-spiffe-credentials' },
];
const shared = [
  { name: 'istiod-ca-cert', mountPath: '/var/run/secrets/istio' },
  { name: 'istio-data', mountPath: '/var/lib/istio/data' },
  { name: 'istio-envoy', mountPath: '/etc/istio/proxy' },
  { name: 'istio-token', mountPath: '/var/run/secrets/tokens' },
  { name: 'istio-podinfo', mountPath: '/etc/istio/pod' },
];

const waypointMounts = [socket, ...shared];
const routerMounts = [socket, ...ownCertificates, ...shared];

const empty = (name: string): object => ({ name, emptyDir: {} });
const inMemory = (name: string): object => ({ name, emptyDir: { medium: 'Memory' } });

const podInfo = {
  name: 'istio-podinfo',
  downwardAPI: {
    items: ['labels', 'annotations'].map((path) => ({ path, fieldRef: { fieldPath: `metadata.${path}` } })),
  },
};

const certificates = [podInfo, istioToken, istioRootCertificate];

const waypointVolumes = [
  empty('workload-socket'),
  inMemory('istio-envoy'),
  inMemory('go-proxy-envoy'),
  empty('istio-data'),
  empty('go-proxy-data'),
  ...certificates,
];

const routerVolumes = [
  empty('workload-socket'),
  empty('credential-socket'),
  empty('workload-certs'),
  inMemory('istio-envoy'),
  empty('istio-data'),
  ...certificates,
];

/** What a proxy's pod mounts. */
export const proxyVolumes = ({ mode }: IstioProxyClass): readonly object[] =>
  mode === 'router' ? routerVolumes : waypointVolumes;
