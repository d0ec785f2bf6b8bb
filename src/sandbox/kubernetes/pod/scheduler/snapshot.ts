import { isFinished } from '../../../mesh/enrolment.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import type { NodeObject } from '../../workload/workload-objects.ts';

/** A node with the pods that take its room. */
export type NodeInfo = { readonly node: NodeObject; readonly pods: readonly PodObject[] };

/** The nodes as the scheduler sees them while it looks for a place for one pod. */
export type Snapshot = { readonly world: World; readonly nodes: readonly NodeInfo[] };

export function snapshot(world: World): Snapshot {
  const byNode = new Map<string, PodObject[]>();
  for (const pod of world.store.list<PodObject>(resources.pods)) {
    const name = pod.spec?.nodeName;
    if (!name || isFinished(pod)) continue;
    const pods = byNode.get(name) ?? [];
    byNode.set(name, pods);
    pods.push(pod);
  }
  const nodes = world.store.list<NodeObject>(resources.nodes);
  return { world, nodes: nodes.map((node) => ({ node, pods: byNode.get(node.metadata.name) ?? [] })) };
}

/** The same with some pods taken away from a node. */
export const without = ({ world, nodes }: Snapshot, gone: ReadonlySet<PodObject>): Snapshot => ({
  world,
  nodes: nodes.map(({ node, pods }) => ({ node, pods: pods.filter((pod) => !gone.has(pod)) })),
});
