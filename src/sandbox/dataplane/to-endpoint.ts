import { isEnrolled } from '../mesh/enrolment.ts';
import type { MeshEndpoint, MeshService } from '../mesh/model.ts';
import { networkOf } from '../mesh/network.ts';
import { acrossNetworks } from './cross-network.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { throughKubeProxy } from './kube-proxy.ts';
import { resolve } from './resolve.ts';
import { toPod } from './to-pod.ts';

/** From whoever balances, a ztunnel or a proxy, to the endpoint it chose. */
export async function toEndpoint(
  flow: Flow,
  endpoint: MeshEndpoint,
  service: MeshService,
  port: number,
): Promise<Answer> {
  const target = endpoint.ports[port] ?? port;
  switch (endpoint.kind) {
    case 'pod':
      if (endpoint.network !== networkOf(flow.world, flow.source.pod)) {
        return acrossNetworks(flow, endpoint.network, service, port);
      }
      return toPod(isEnrolled(flow.world, endpoint.pod) ? flow : plain(flow), endpoint.pod, target);
    case 'remote':
      return acrossNetworks(flow, endpoint.network, service, port);
    case 'external':
      return toOutside(plain(flow), endpoint.address, target);
    default:
      return endpoint satisfies never;
  }
}

/** An endpoint given by name is looked up by whoever connects. */
async function toOutside(flow: Flow, host: string, port: number): Promise<Answer> {
  const [address] = outsideAddresses(flow, host);
  if (!address) return failed('unresolved', `failed to resolve ${host}`);
  return throughKubeProxy(flow, address, port);
}

/** Proxies ask the cluster's DNS, not ztunnel: a ServiceEntry's host must not lead back to itself. */
const outsideAddresses = ({ world, source }: Flow, host: string): readonly string[] => {
  const outside = {
    ...source.pod,
    metadata: { ...source.pod.metadata, labels: { 'istio.io/dataplane-mode': 'none' } },
  };
  const found = resolve(world, outside, host);
  return found === 'silent' ? [] : (found ?? []);
};

/** Without mTLS nobody's identity is proven. */
function plain(flow: Flow): Flow {
  const { identity: _identity, ...source } = flow.source;
  return { ...flow, source };
}
