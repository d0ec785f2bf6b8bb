import type { KubeObject } from '../apiserver/store/object.ts';
import {
  eastWestControllerName,
  istiodControllerName,
  remoteControllerName,
  waypointControllerName,
} from '../mesh/controllers/control-plane.ts';
import { trustDomain } from '../mesh/enrolment.ts';
import { images } from '../mesh/images.ts';
import { licenceSecret } from '../mesh/licence.ts';
import { rootNamespace } from '../mesh/resources.ts';
import type { World } from '../world.ts';
import { daemonSet, deployment, namespace, service, serviceAccount } from './builders.ts';

/** The mesh's control plane and its part on the nodes. */
export const istioSystem = (world: World): readonly KubeObject[] => [
  namespace(rootNamespace, { 'topology.istio.io/network': world.cluster }),
  ...['istiod-gloo', 'ztunnel', 'istio-cni'].map((name) => serviceAccount(rootNamespace, name)),
  licence(world),
  meshSettings(),
  istiod(world),
  ...['istiod-gloo', 'istiod'].map(istiodService),
  daemonSet({
    namespace: rootNamespace,
    name: 'ztunnel',
    container: 'istio-proxy',
    image: images.ztunnel,
    account: 'ztunnel',
    labels: { app: 'ztunnel' },
    podLabels: { 'istio.io/dataplane-mode': 'none', 'app.kubernetes.io/name': 'ztunnel' },
    env: { CLUSTER_ID: world.cluster, NETWORK: world.cluster, L7_ENABLED: 'true' },
  }),
  daemonSet({
    namespace: rootNamespace,
    name: 'istio-cni-node',
    container: 'install-cni',
    image: images.istioCni,
    account: 'istio-cni',
    labels: { 'k8s-app': 'istio-cni-node' },
    podLabels: { 'istio.io/dataplane-mode': 'none' },
    network: 'node',
  }),
  ...gatewayClasses(),
];

const istiod = (world: World): KubeObject =>
  deployment({
    namespace: rootNamespace,
    name: 'istiod-gloo',
    container: 'discovery',
    image: images.istiod,
    account: 'istiod-gloo',
    labels: { app: 'istiod', 'istio.io/rev': 'gloo' },
    podLabels: { istio: 'pilot', 'istio.io/dataplane-mode': 'none' },
    ports: [
      { name: 'http-debug', containerPort: 8080 },
      { name: 'grpc-xds', containerPort: 15010 },
      { name: 'tls-xds', containerPort: 15012 },
      { name: 'https-webhooks', containerPort: 15017 },
    ],
    env: {
      CLUSTER_ID: world.cluster,
      REVISION: 'gloo',
      PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES: 'false',
    },
  });

const istiodService = (name: string): KubeObject =>
  service({
    namespace: rootNamespace,
    name,
    labels: { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'gloo' },
    selector: { app: 'istiod', 'istio.io/rev': 'gloo' },
    ports: [
      { name: 'grpc-xds', port: 15010 },
      { name: 'https-dns', port: 15012 },
      { name: 'https-webhook', port: 443, targetPort: 15017 },
      { name: 'http-monitoring', port: 15014 },
    ],
  });

/**
 * The settings of the mesh, as istiod's chart writes them for a revision.
 * @see https://github.com/istio/istio/blob/1.29.3/manifests/charts/istio-control/istio-discovery/templates/configmap.yaml
 */
const meshSettings = (): KubeObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'istio-gloo',
      namespace: rootNamespace,
      labels: {
        'app.kubernetes.io/name': 'istiod',
        'istio.io/rev': 'gloo',
        'operator.istio.io/component': 'Pilot',
      },
    },
    data: {
      mesh: `defaultConfig:
  discoveryAddress: istiod-gloo.${rootNamespace}.svc:15012
defaultProviders:
  metrics:
  - prometheus
enablePrometheusMerge: true
rootNamespace: ${rootNamespace}
trustDomain: ${trustDomain}`,
      meshNetworks: 'networks: {}',
    },
  }) as KubeObject;

const licenceYears = 10;

/** An unsigned licence of the enterprise type: nothing in the sandbox checks signatures, and nothing else takes it. */
function licence(world: World): KubeObject {
  const now = Math.floor(world.clock.now().getTime() / 1000);
  const claims = { exp: now + licenceYears * 31_536_000, iat: now, lt: 'ent', product: 'gloo-mesh' };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = [encode({ alg: 'none' }), encode(claims), 'sandbox'].join('.');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: licenceSecret.name, namespace: rootNamespace },
    type: 'Opaque',
    data: { [licenceSecret.field]: Buffer.from(token).toString('base64') },
  };
}

/** @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/config/kube/gateway/deploymentcontroller.go */
const gatewayClasses = (): readonly KubeObject[] =>
  [
    ['istio', istiodControllerName, 'The default Istio GatewayClass'],
    ['istio-waypoint', waypointControllerName, 'The default Istio waypoint GatewayClass'],
    [
      'istio-remote',
      remoteControllerName,
      'Remote to this cluster. Does not deploy or affect configuration.',
    ],
    ['istio-eastwest', eastWestControllerName, 'The default GatewayClass for Istio East West Gateways'],
  ].map(([name = '', controllerName, description]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name },
    spec: { controllerName, description },
  }));
