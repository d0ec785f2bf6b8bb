import { specSelector } from '../../../../apiserver/store/selectors.ts';
import type { PodObject } from '../../../../mesh/objects.ts';
import { namespaceOf } from '../../../../mesh/resources.ts';
import type { World } from '../../../../world.ts';
import { crowded, type Filter, hopeless } from '../filter.ts';
import type { PodTerm } from '../scheduling-fields.ts';
import type { NodeInfo, Snapshot } from '../snapshot.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Whether a term of one pod means another. */
function meansPod(world: World, of: PodObject, term: PodTerm, other: PodObject): boolean {
  const { namespaces = [], namespaceSelector, labelSelector } = term;
  const labels = (pod: PodObject) => pod.metadata.labels ?? {};
  const namespace = other.metadata.namespace ?? '';
  const place = namespaceOf(world, namespace);
  const isInPlace =
    namespaces.includes(namespace) ||
    (namespaceSelector !== undefined && place !== undefined && specSelector(namespaceSelector)(place)) ||
    (!namespaces.length && !namespaceSelector && namespace === of.metadata.namespace);
  return (
    isInPlace &&
    labelSelector !== undefined &&
    specSelector(labelSelector)(other) &&
    (term.matchLabelKeys ?? []).every(
      (key) => !(key in labels(of)) || labels(of)[key] === labels(other)[key],
    ) &&
    (term.mismatchLabelKeys ?? []).every(
      (key) => !(key in labels(of)) || labels(of)[key] !== labels(other)[key],
    )
  );
}

/** Whether a pod that a term means is in the same domain as a node. */
export function isNear(pod: PodObject, term: PodTerm, { node }: NodeInfo, all: Snapshot): boolean {
  const domain = node.metadata.labels?.[term.topologyKey];
  return (
    domain !== undefined &&
    all.nodes.some(
      (other) =>
        other.node.metadata.labels?.[term.topologyKey] === domain &&
        other.pods.some((candidate) => meansPod(all.world, pod, term, candidate)),
    )
  );
}

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity */
export const podAffinity: Filter = {
  name: 'InterPodAffinity',
  check(pod, node, all) {
    const { podAffinity: near, podAntiAffinity: far } = pod.spec?.affinity ?? {};
    const terms = near?.[required] ?? [];
    if (
      terms.length &&
      !terms.every((term) => isNear(pod, term, node, all)) &&
      !isFirst(pod, terms, node, all)
    )
      return hopeless("node(s) didn't match pod affinity rules");
    if (far?.[required]?.some((term) => isNear(pod, term, node, all)))
      return crowded("node(s) didn't match pod anti-affinity rules");
    return isUnwanted(pod, node, all)
      ? crowded("node(s) didn't satisfy existing pods anti-affinity rules")
      : [];
  },
};

/** The first of pods that want to be together has nobody to go to. */
function isFirst(pod: PodObject, terms: readonly PodTerm[], { node }: NodeInfo, all: Snapshot): boolean {
  const hasDomains = terms.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined);
  const meansItself = terms.every((term) => meansPod(all.world, pod, term, pod));
  const others = all.nodes.flatMap(({ pods }) => pods);
  return (
    hasDomains &&
    meansItself &&
    !others.some((other) => terms.every((term) => meansPod(all.world, pod, term, other)))
  );
}

/** Whether pods that are there want this one away from them. */
function isUnwanted(pod: PodObject, { node }: NodeInfo, all: Snapshot): boolean {
  return all.nodes.some((place) =>
    place.pods.some((other) =>
      other.spec?.affinity?.podAntiAffinity?.[required]?.some((term) => {
        const domain = node.metadata.labels?.[term.topologyKey];
        return (
          domain !== undefined &&
          place.node.metadata.labels?.[term.topologyKey] === domain &&
          meansPod(all.world, other, term, pod)
        );
      }),
    ),
  );
}
