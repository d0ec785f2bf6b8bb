import { recordEvent } from '../../../controllers/record-event.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { disrupt } from '../disrupt.ts';
import { misfits } from './judge.ts';
import { type NodeInfo, type Snapshot, without } from './snapshot.ts';
import { nodesMessage } from './unschedulable.ts';

type Candidate = { readonly node: NodeInfo; readonly victims: readonly PodObject[] };

/** What came of looking for pods that could make room: a node that will have it, or why there is none. */
type Outcome = { readonly nominated: string } | { readonly message: string };

const priorityOf = ({ spec }: PodObject): number => spec?.priority ?? 0;

/**
 * Makes room for a pod by ending pods of lower priority, on the node where that costs least.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export function preempt(pod: PodObject, all: Snapshot, isBlocked: boolean): Outcome {
  if (pod.spec?.preemptionPolicy === 'Never')
    return { message: 'not eligible due to preemptionPolicy=Never.' };
  const judged = all.nodes.map((node) => ({
    node,
    found: isBlocked ? 'no help' : victimsOn(pod, node, all),
  }));
  const candidates = judged.flatMap(({ node, found }): Candidate[] =>
    typeof found === 'string' ? [] : 'victims' in found ? [{ node, victims: found.victims }] : [],
  );
  const best = candidates.toSorted(byCost)[0];
  if (!best) {
    const reasons = judged.map(({ found }) =>
      typeof found === 'object' && 'reasons' in found
        ? found.reasons
        : ['Preemption is not helpful for scheduling'],
    );
    return { message: nodesMessage(reasons) };
  }
  for (const victim of best.victims) end(victim, pod, best.node, all);
  return { nominated: best.node.node.metadata.name };
}

type Found = 'no help' | { readonly victims: readonly PodObject[] } | { readonly reasons: readonly string[] };

/** The fewest pods that have to go from a node, of those with a lower priority. */
function victimsOn(pod: PodObject, node: NodeInfo, all: Snapshot): Found {
  if (misfits(pod, node, all).some(({ helped }) => !helped)) return 'no help';
  const lower = node.pods
    .filter((other) => priorityOf(other) < priorityOf(pod))
    .toSorted((a, b) => priorityOf(b) - priorityOf(a));
  if (!lower.length) return { reasons: ['No preemption victims found for incoming pod'] };
  const problems = (gone: ReadonlySet<PodObject>) => {
    const changed = without(all, gone);
    const same = changed.nodes.find((other) => other.node.metadata.name === node.node.metadata.name);
    return same ? misfits(pod, same, changed) : [];
  };
  const gone = new Set(lower);
  const left = problems(gone);
  if (left.length) return { reasons: left.map(({ reason }) => reason) };
  for (const other of lower) {
    gone.delete(other);
    if (problems(gone).length) gone.add(other);
  }
  return { victims: [...gone] };
}

/** First where the most important victim matters least, then where there are the fewest. */
function byCost(a: Candidate, b: Candidate): number {
  const highest = ({ victims }: Candidate): number => Math.max(...victims.map(priorityOf));
  return highest(a) - highest(b) || a.victims.length - b.victims.length;
}

function end(victim: PodObject, pod: PodObject, { node }: NodeInfo, { world }: Snapshot): void {
  const scheduler = pod.spec?.schedulerName ?? 'default-scheduler';
  disrupt(world, victim, {
    reason: 'PreemptionByScheduler',
    message: `${scheduler}: preempting to accommodate a higher priority pod`,
  });
  recordEvent(world, victim, {
    reason: 'Preempted',
    message: `Preempted by pod ${pod.metadata.uid} on node ${node.metadata.name}`,
    component: scheduler,
  });
}
