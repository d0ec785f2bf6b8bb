import { slot } from '../memory.ts';
import { localEndpoints } from '../mesh/endpoints.ts';
import { placeOfPod } from '../mesh/locality.ts';
import type { MeshEndpoint } from '../mesh/model.ts';
import type { ServiceObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import { pick } from './balance.ts';
import type { Flow, Source } from './flow.ts';

type Wanted = {
  /** The Service's port. */
  readonly port: number;
  /** The only node whose endpoints may be taken. */
  readonly node?: string;
};

/** Which endpoint each client of a Service with affinity had last, and until when that counts. */
const lastChosen = slot(() => new Map<string, { readonly address: string; readonly until: number }>());

/** Three hours, which is what the API server fills in. */
const affinitySeconds = 10_800;

/**
 * The endpoint that a node's rules send a connection to: any, or the one that the client had before where the Service
 * wants that. `elsewhere`: there are some, but none where they may be.
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/
 */
export function chooseEndpoint(
  { world, source }: Flow,
  service: ServiceObject,
  { port, node }: Wanted,
): MeshEndpoint | 'elsewhere' | undefined {
  const serving = localEndpoints(world, service).filter(({ ports }) => ports[port] !== undefined);
  const near =
    node === undefined
      ? inZone(world, service, serving, source)
      : serving.filter((endpoint) => isOn(endpoint, node));
  if (!near.length) return serving.length ? 'elsewhere' : undefined;
  if (service.spec?.sessionAffinity !== 'ClientIP') return pick(near);
  const key = `${service.metadata.uid} ${port} ${source.address}`;
  const chosen = world.memory.of(lastChosen);
  const now = world.clock.now().getTime();
  const last = chosen.get(key);
  const same = near.find(
    (endpoint) => endpoint.kind !== 'remote' && endpoint.address === last?.address && now < last.until,
  );
  const endpoint = same ?? pick(near);
  const seconds = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? affinitySeconds;
  if (endpoint && endpoint.kind !== 'remote')
    chosen.set(key, { address: endpoint.address, until: now + seconds * 1000 });
  return endpoint;
}

/**
 * The endpoints in the client's zone, where a Service prefers what is close: as long as every endpoint's zone is known,
 * and some are in that one.
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution
 */
function inZone(
  world: World,
  { spec }: ServiceObject,
  serving: readonly MeshEndpoint[],
  { pod }: Source,
): readonly MeshEndpoint[] {
  const own = spec?.trafficDistribution === 'PreferClose' && placeOfPod(world, pod).zone;
  if (!own) return serving;
  const zones = serving.map((endpoint) =>
    endpoint.kind === 'pod' ? placeOfPod(world, endpoint.pod).zone : undefined,
  );
  const near = serving.filter((_, index) => zones[index] === own);
  return zones.every(Boolean) && near.length ? near : serving;
}

const isOn = (endpoint: MeshEndpoint, node: string): boolean =>
  endpoint.kind === 'pod' && endpoint.pod.spec?.nodeName === node;
