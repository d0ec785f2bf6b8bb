import type { PodObject } from '../mesh/objects.ts';
import { type Answer, type Flow, failed, failedTls } from './flow.ts';
import { Unsimulated } from './unsimulated.ts';

/** The last step: the process that listens in the pod, with TLS or without. */
export async function deliver(
  { world, source, request, tls }: Flow,
  pod: PodObject,
  port: number,
): Promise<Answer> {
  const { address, port: from, identity } = source;
  const caller = { address, port: from, ...(identity ? { identity } : {}), ...(tls ? { tls } : {}) };
  const answer = world.runtime.deliver?.(pod.metadata.uid ?? '', port, request, caller);
  if (!answer)
    return failed('refused', `connect to ${pod.status?.podIP}:${port}: Connection refused (os error 111)`);
  const response = await answer.catch((error: unknown): 'reset' => {
    if (error instanceof Unsimulated) throw error;
    return 'reset';
  });
  if (response === 'reset') return failed('reset', 'connection closed before message completed');
  return 'kind' in response ? failedTls(response) : { kind: 'response', response };
}
