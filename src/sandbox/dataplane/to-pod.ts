import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import { deliver } from './deliver.ts';
import type { Answer, Flow } from './flow.ts';
import { dropped, isDropped } from './packets.ts';
import { inbound } from './ztunnel-inbound.ts';

/** Port of ztunnel's tunnel, which is all that the network sees of a connection in it. */
export const hbonePort = 15008;

/**
 * Arrival at a pod, as far as policies of the network let it: through its ztunnel when it is in the mesh, else straight
 * to the process.
 */
export async function toPod(flow: Flow, pod: PodObject, port: number): Promise<Answer> {
  const enrolled = isEnrolled(flow.world, pod);
  const seen = enrolled && flow.source.identity ? hbonePort : port;
  if (isDropped(flow, { address: pod.status?.podIP ?? '', pod }, seen))
    return dropped(pod.status?.podIP, seen);
  return enrolled ? inbound(flow, pod, port) : deliver(flow, pod, port);
}
