import type { PodObject } from '../mesh/objects.ts';
import { type Answer, type Flow, failed } from './flow.ts';
import { Unsimulated } from './unsimulated.ts';

/** The last step: the process that listens in the pod. Simulated servers speak plain HTTP. */
export async function deliver(
  { world, source, request, tls }: Flow,
  pod: PodObject,
  port: number,
): Promise<Answer> {
  const answer = world.runtime.deliver?.(pod.metadata.uid ?? '', port, request, source);
  if (!answer)
    return failed('refused', `connect to ${pod.status?.podIP}:${port}: Connection refused (os error 111)`);
  if (tls) return failed('tls', 'received corrupt message of type InvalidContentType');
  const response = await answer.catch((error: unknown): 'reset' => {
    if (error instanceof Unsimulated) throw error;
    return 'reset';
  });
  if (response === 'reset') return failed('reset', 'connection closed before message completed');
  return { kind: 'response', response };
}
