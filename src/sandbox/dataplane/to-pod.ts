import { isEnrolled } from '../mesh/enrolment.ts';
import type { PodObject } from '../mesh/objects.ts';
import { deliver } from './deliver.ts';
import type { Answer, Flow } from './flow.ts';
import { inbound } from './ztunnel-inbound.ts';

/** Arrival at a pod: through its ztunnel when it is in the mesh, else straight to the process. */
export const toPod = (flow: Flow, pod: PodObject, port: number): Promise<Answer> =>
  isEnrolled(flow.world, pod) ? inbound(flow, pod, port) : deliver(flow, pod, port);
