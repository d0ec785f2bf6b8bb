import type { PodObject } from '../../mesh/objects.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { hardEffects, matchesNodeAffinity, untolerated } from '../pod/scheduler/placement.ts';
import { controlled } from '../workload/owned.ts';
import type { DaemonSetObject, NodeObject } from '../workload/workload-objects.ts';
import { targetOf, toleratingSpec } from './daemon-pod.ts';

/** A node with a set's pods on it, oldest first, those on their way out included. */
export type Place = {
  readonly node: string;
  /** Whether a pod has to be there, and whether one that is there may stay. */
  readonly wanted: boolean;
  readonly mayStay: boolean;
  readonly pods: readonly PodObject[];
};

/** Every node, as a set sees it. Room on it is the scheduler's matter. */
export function placesOf(world: World, set: DaemonSetObject): readonly Place[] {
  const pods = podsOf(world, set);
  return world.store.list<NodeObject>(resources.nodes).map((node) => {
    const { name } = node.metadata;
    return { node: name, ...fitness(set, node), pods: pods.filter((pod) => targetOf(pod) === name) };
  });
}

/** Pods of a set, oldest first. */
export const podsOf = (world: World, set: DaemonSetObject): readonly PodObject[] =>
  controlled<PodObject>(world, resources.pods, set).toSorted((a, b) => createdMs(a) - createdMs(b));

const createdMs = ({ metadata }: PodObject): number => Date.parse(metadata.creationTimestamp ?? '');

/** Pods that wait for a node that is gone: the scheduler never takes them. */
export const strayPods = (world: World, set: DaemonSetObject): readonly PodObject[] =>
  podsOf(world, set).filter(
    (pod) =>
      !pod.spec?.nodeName &&
      !world.store.get({ resource: resources.nodes, namespace: '', name: targetOf(pod) ?? '' }),
  );

function fitness({ spec }: DaemonSetObject, node: NodeObject): Pick<Place, 'wanted' | 'mayStay'> {
  const template = toleratingSpec(spec?.template?.spec ?? {});
  const isNamed = !template.nodeName || template.nodeName === node.metadata.name;
  if (!isNamed || !matchesNodeAffinity(template, node)) return { wanted: false, mayStay: false };
  return {
    wanted: untolerated(template, node, hardEffects) === undefined,
    mayStay: untolerated(template, node, ['NoExecute']) === undefined,
  };
}
