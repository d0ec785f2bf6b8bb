import { isReady } from '../mesh/enrolment.ts';
import type { MeshService } from '../mesh/model.ts';
import { networkOf } from '../mesh/network.ts';
import type { PodObject } from '../mesh/objects.ts';
import { keyOf } from '../store/store.ts';
import type { World } from '../world.ts';

/** A pod that is called by its own address, as a waypoint sees it: a destination with one endpoint, without a name. */
export function podAsService(world: World, pod: PodObject, port: number): MeshService {
  const { name, namespace = '' } = pod.metadata;
  const address = pod.status?.podIP ?? '';
  const network = networkOf(world, pod);
  return {
    origin: 'Service',
    key: keyOf('pods', pod),
    namespace,
    name,
    hostname: address,
    vips: [],
    ports: [{ number: port, name: '', protocol: '' }],
    endpoints: [{ kind: 'pod', pod, address, network, healthy: isReady(pod), ports: { [port]: port } }],
    distribution: 'Any',
    waypoint: { kind: 'none' },
    ingressUsesWaypoint: false,
  };
}
