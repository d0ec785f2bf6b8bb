import { textColumn, wide } from '../apiserver/columns.ts';
import { at, numberAt, textAt } from '../apiserver/fields.ts';
import { timeSince } from '../apiserver/human-duration.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';

const involvedFields = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

/** @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
export const event = builtIn({
  kind: 'Event',
  countsGenerations: false,
  selectable: [
    ...involvedFields.map((field) => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  columns: [
    textColumn('Last Seen', lastSeen),
    textColumn('Type', (object) => textAt(object, 'type')),
    textColumn('Reason', (object) => textAt(object, 'reason')),
    textColumn('Object', involved),
    wide(textColumn('Subobject', (object) => textAt(object, 'involvedObject.fieldPath'))),
    wide(textColumn('Source', source)),
    textColumn('Message', (object) => textAt(object, 'message').trim()),
    wide(textColumn('First Seen', firstSeen)),
    wide({ name: 'Count', type: 'string', cell: count }),
    wide(textColumn('Name', (object) => object.metadata.name)),
  ],
});

function firstSeen(object: KubeObject, now: Date): string {
  return timeSince(at(object, 'firstTimestamp') ?? at(object, 'eventTime'), now);
}

function lastSeen(object: KubeObject, now: Date): string {
  const last = at(object, 'series.lastObservedTime') ?? at(object, 'lastTimestamp');
  return last ? timeSince(last, now) : firstSeen(object, now);
}

function involved(object: KubeObject): string {
  const kind = textAt(object, 'involvedObject.kind').toLowerCase();
  const name = textAt(object, 'involvedObject.name');
  return name ? `${kind}/${name}` : kind;
}

function source(object: KubeObject): string {
  const host = textAt(object, 'source.host');
  const component = textAt(object, 'source.component') || textAt(object, 'reportingComponent');
  return host ? `${component}, ${host}` : component;
}

function count(object: KubeObject): number {
  return numberAt(object, 'series.count') || numberAt(object, 'count') || 1;
}
