import type { PodObject } from '../mesh/objects.ts';
import { resources } from '../mesh/resources.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import type { NodeObject } from './workload-objects.ts';

/** Last address given out on each node; a node's pods get the next one, and the first free one after a full turn. */
const cursors = new WeakMap<Store, Map<string, number>>();

/** An address for a pod: of its node where it shares the node's network, else the next of the node's own range. */
export function addressFor(
  world: World,
  { spec }: PodObject,
): { readonly podIP: string; readonly hostIP: string } {
  const name = spec?.nodeName ?? '';
  const node = world.store.get<NodeObject>({ resource: resources.nodes, namespace: '', name });
  const hostIP = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
  return { hostIP, podIP: spec?.hostNetwork ? hostIP : nextAddress(world, name, node) };
}

function nextAddress(world: World, name: string, node: NodeObject | undefined): string {
  const prefix = (node?.spec?.podCIDR ?? '10.244.1.0/24').split('.').slice(0, 3).join('.');
  const used = new Set(world.store.list<PodObject>(resources.pods).map(({ status }) => status?.podIP));
  const byNode = cursors.get(world.store) ?? new Map<string, number>();
  cursors.set(world.store, byNode);
  const start = byNode.get(name) ?? 1;
  const turn = Array.from({ length: 253 }, (_, step) => ((start - 1 + step) % 253) + 2);
  const last = turn.find((candidate) => !used.has(`${prefix}.${candidate}`));
  if (last === undefined) throw new Error(`no address left on node ${name}`);
  byNode.set(name, last);
  return `${prefix}.${last}`;
}
