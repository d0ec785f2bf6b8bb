import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { sharedPlay } from '../../../helpers/play.ts';

const look = {
  title: 'pods in shop that are not ready',
  lines: ['web-1  0/1  ImagePullBackOff', 'web-2\u001b[2J  0/1  Pending'],
  command: 'kubectl --context kind-east -n shop get pods',
};
const objects = [
  { context: 'kind-east', resource: 'namespace', name: 'shop', holds: 12, runbook: 'shop.md' },
  { context: 'kind-east', resource: 'service', name: 'web', namespace: 'default', runbook: 'shop.md' },
  { context: 'kind-west', resource: 'configmap', name: 'found', namespace: 'default' },
];

/** The events of a run that failed, with what it would have found on a target. */
export async function eventsWithDiagnosis(name: string): Promise<readonly RunEvent[]> {
  const { events } = await sharedPlay(['run/exits.md']);
  return events.flatMap((event): RunEvent[] => {
    const { seq, atMs } = event;
    switch (event.type) {
      case 'run-started':
        return [{ ...event, target: { ...event.target, name } }];
      case 'statement-finished': {
        const { statement, outcome } = event;
        const cause = 'Pod `web-1` does not start.';
        const found: RunEvent = { seq, atMs, type: 'diagnosis', statement, cause, looks: [look, look] };
        return outcome === 'failed' ? [event, found] : [event];
      }
      case 'run-finished':
        return [{ seq, atMs, type: 'left-behind', objects }, event];
      default:
        return [event];
    }
  });
}
