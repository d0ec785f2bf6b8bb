import type { KubeObject } from '../apiserver/store/object.ts';
import { loadBalancerPool } from '../kubernetes/service/service-controller.ts';
import type { World } from '../world.ts';
import { namespace } from './builders.ts';

const place = 'istio-eastwest';

/** The way between clusters: this one's own gateway, and a remote Gateway for each of the others. */
export const istioEastwest = (world: World): readonly KubeObject[] => [
  namespace(place, { 'topology.istio.io/network': world.cluster }),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name: place,
      namespace: place,
      labels: { 'topology.istio.io/network': world.cluster, 'istio.io/expose-istiod': '15012' },
    },
    spec: { gatewayClassName: 'istio-eastwest', listeners: listeners() },
  },
  ...world.peers.map(remote),
];

/** The first Service of a cluster that asks for a load balancer is its east-west gateway's. */
const remote = (peer: World): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: {
    name: `istio-remote-peer-${peer.cluster}`,
    namespace: place,
    labels: { 'topology.istio.io/network': peer.cluster, 'topology.istio.io/cluster': peer.cluster },
    annotations: {
      'gateway.istio.io/service-account': place,
      'gateway.istio.io/trust-domain': 'cluster.local',
    },
  },
  spec: {
    gatewayClassName: 'istio-remote',
    addresses: [{ type: 'IPAddress', value: loadBalancerPool(peer)[0] }],
    listeners: listeners(),
  },
});

const listeners = (): readonly object[] => [
  { name: 'cross-network', port: 15008, protocol: 'HBONE', tls: { mode: 'Passthrough' } },
  { name: 'xds-tls', port: 15012, protocol: 'TLS', tls: { mode: 'Passthrough' } },
];
