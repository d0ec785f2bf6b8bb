import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { recordEvent } from '../../controllers/record-event.ts';
import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { NodeObject } from '../workload/workload-objects.ts';
import { fitsNode, hasLabels, toleratesTaints } from './placement.ts';

const component = 'default-scheduler';

/** Gives each new pod a node: of those that fit the one with the fewest pods. */
export const scheduler: Controller = {
  name: component,
  watches: [resources.pods, resources.nodes],
  enqueue: (changed, world) =>
    changed.resource === resources.pods ? [changed] : keysOf(world, resources.pods),
  delay: 0.1,
  reconcile(key, world) {
    const pod = world.store.get<PodObject>(key);
    if (!pod || pod.metadata.deletionTimestamp || pod.spec?.nodeName) return undefined;
    const nodes = world.store.list<NodeObject>(resources.nodes);
    const node = [
      ...nodes.filter((candidate) => isOpen(candidate) && fitsNode(pod.spec ?? {}, candidate)),
    ].sort((a, b) => load(world, a) - load(world, b))[0];
    if (node) bind(world, pod, node);
    else refuse(world, pod, nodes);
    return undefined;
  },
};

const isOpen = ({ spec }: NodeObject): boolean => !spec?.unschedulable;

const load = (world: World, { metadata }: NodeObject): number =>
  world.store.list<PodObject>(resources.pods).filter(({ spec }) => spec?.nodeName === metadata.name).length;

function bind(world: World, pod: PodObject, { metadata: { name } }: NodeObject): void {
  const scheduled = condition('PodScheduled', true);
  write(world, pod, { nodeName: name }, scheduled);
  recordEvent(world, pod, {
    reason: 'Scheduled',
    message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${name}`,
    component,
  });
}

function refuse(world: World, pod: PodObject, nodes: readonly NodeObject[]): void {
  const message = `0/${nodes.length} nodes are available: ${reasons(pod, nodes)}.`;
  const known = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (known?.message === message) return;
  const unscheduled = condition('PodScheduled', false, { reason: 'Unschedulable', message });
  write(world, pod, {}, unscheduled);
  recordEvent(world, pod, { type: 'Warning', reason: 'FailedScheduling', message, component });
}

function reasons({ spec = {} }: PodObject, nodes: readonly NodeObject[]): string {
  const mismatched = nodes.filter((node) => !hasLabels(spec, node)).length;
  const tainted = nodes.filter((node) => hasLabels(spec, node) && !toleratesTaints(spec, node)).length;
  const closed = nodes.filter((node) => fitsNode(spec, node) && !isOpen(node)).length;
  return [
    [mismatched, "node(s) didn't match Pod's node affinity/selector"] as const,
    [tainted, 'node(s) had untolerated taint(s)'] as const,
    [closed, 'node(s) were unschedulable'] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([count, why]) => `${count} ${why}`)
    .join(', ');
}

function write(
  world: World,
  { metadata }: PodObject,
  spec: PodObject['spec'] & object,
  scheduled: ReturnType<typeof condition>,
): void {
  const key = { resource: resources.pods, namespace: metadata.namespace ?? '', name: metadata.name };
  world.store.mutate<PodObject>(key, (object) => ({
    ...object,
    spec: { ...object.spec, ...spec },
    status: {
      phase: 'Pending',
      ...object.status,
      conditions: mergeConditions(world, object.status?.conditions, [scheduled]),
    },
  }));
}
