import { representationOf } from './negotiation.ts';
import { apiVersionOf, inVersion, type ResourceRequest } from './request.ts';
import { selectionOf } from './selection.ts';
import { ApiError } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';
import type { Selector } from './store/selectors.ts';
import type { StoreEvent } from './store/store.ts';
import { partialMetadata, tableOf } from './table.ts';

/** One line of a watch. */
export type WatchEvent = { readonly type: string; readonly object: unknown };

/** What one watch sees of the store, and how it shows it. */
export type WatchView = {
  readonly request: ResourceRequest;
  readonly where: Selector;
  readonly render: (object: KubeObject) => unknown;
};

/** @throws ApiError 400 when a selector is malformed */
export const viewOf = (request: ResourceRequest): WatchView => ({
  request,
  where: selectionOf(request),
  render: rendererOf(request),
});

/** Rows of a table name their columns only once. */
function rendererOf(request: ResourceRequest): WatchView['render'] {
  const form = representationOf(request.headers);
  let first = true;
  return (object) => {
    const shown = inVersion(request, object);
    if (form === 'metadata' || form === 'metadata-list') return partialMetadata(shown);
    if (form !== 'table') return shown;
    const table = tableOf(request, [shown], { resourceVersion: object.metadata.resourceVersion });
    if (first) {
      first = false;
      return table;
    }
    return { ...table, columnDefinitions: null };
  };
}

/** Everything that is there. */
export const presentEvents = ({ request, where, render }: WatchView): WatchEvent[] =>
  request.world.store
    .list(request.resource, { where })
    .map((object) => ({ type: 'ADDED', object: render(object) }));

/** What a write means to a watch: an object that begins or stops to fit the selector appears or disappears. */
export function eventsOf({ request, where, render }: WatchView, event: StoreEvent): WatchEvent[] {
  if (event.key.resource !== request.resource) return [];
  const fits = event.type !== 'DELETED' && where(event.object);
  const fitted = event.previous !== undefined && where(event.previous);
  if (!fits && !fitted) return [];
  if (fits) return [{ type: fitted ? 'MODIFIED' : 'ADDED', object: render(event.object) }];
  return [{ type: 'DELETED', object: render(lastSeen(event)) }];
}

/** A client is shown the last state that it could see, with the version of the write that ended it. */
function lastSeen({ object, previous = object }: StoreEvent): KubeObject {
  const { resourceVersion } = object.metadata;
  return { ...previous, metadata: { ...previous.metadata, ...(resourceVersion ? { resourceVersion } : {}) } };
}

/** Ends a watch that wants to go on from a version whose events are forgotten. */
export const expired = (from: number, now: number): WatchEvent => ({
  type: 'ERROR',
  object: new ApiError(410, 'Expired', `too old resource version: ${from} (${now})`).toStatus(),
});

/** Says up to which version the client has seen everything; `initial` marks the end of what was there. */
export function bookmark({ kind, version, world }: ResourceRequest, initial: boolean): WatchEvent {
  const annotations = initial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  return {
    type: 'BOOKMARK',
    object: {
      kind: kind.kind,
      apiVersion: apiVersionOf(kind.group, version),
      metadata: { resourceVersion: String(world.store.revision), creationTimestamp: null, ...annotations },
    },
  };
}
