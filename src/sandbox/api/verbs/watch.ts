import { ApiError, badRequest } from '../../store/api-error.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Selector } from '../../store/selectors.ts';
import type { StoreEvent } from '../../store/store.ts';
import { representationOf } from '../negotiation.ts';
import { apiVersionOf, inVersion, type ResourceRequest } from '../request.ts';
import type { ApiResponse, WriteChunk } from '../response.ts';
import { selectionOf } from '../selection.ts';
import { partialMetadata, tableOf } from '../table.ts';

type WatchEvent = { readonly type: string; readonly object: unknown };

/** As the real server: a watch with bookmarks gets one about once a minute. */
const bookmarkMs = 60_000;

/** A client that falls behind by more than this is hung up on, and comes back with a list. */
const maxQueued = 10_000;

/**
 * Events of one kind from a version on; without one, or from 0, the objects that are there come first.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export async function watchObjects(request: ResourceRequest): Promise<ApiResponse> {
  const options = optionsOf(request);
  return {
    status: 200,
    contentType: 'application/json',
    stream: (write, signal) => streamEvents(request, options, write, signal),
  };
}

type WatchOptions = {
  readonly where: Selector;
  /** Undefined: begin with what is there. */
  readonly from: number | undefined;
  readonly initialEvents: boolean;
  readonly bookmarks: boolean;
  readonly timeoutMs: number;
};

function optionsOf(request: ResourceRequest): WatchOptions {
  const { query } = request;
  const version = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(version)) throw badRequest(`invalid resource version: "${version}"`);
  const timeoutSeconds = Number(query.get('timeoutSeconds') || 1800);
  const initialEvents = query.get('sendInitialEvents') === 'true';
  const fresh = version === '' || version === '0' || initialEvents;
  return {
    where: selectionOf(request),
    from: fresh ? undefined : Number(version),
    initialEvents,
    bookmarks: query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1',
    timeoutMs: Math.min(Math.max(timeoutSeconds || 1800, 1), 86_400) * 1000,
  };
}

/** One writer empties a queue that the store's listener fills, so that a slow client blocks only itself. */
async function streamEvents(
  request: ResourceRequest,
  options: WatchOptions,
  write: WriteChunk,
  signal: AbortSignal,
): Promise<void> {
  const { store } = request.world;
  const render = rendererOf(request);
  const queue: WatchEvent[] = [];
  let wake = () => {};
  let over = false;
  const stop = () => {
    over = true;
    wake();
  };
  const push = (...events: readonly WatchEvent[]) => {
    queue.push(...events);
    if (queue.length > maxQueued) stop();
    wake();
  };
  const started = store.revision;
  push(...initialEvents(request, options, render));
  const unsubscribe = store.subscribe((event) => {
    if (event.revision > started && !over)
      push(...toWatchEvents(event, request.resource, options.where, render));
  });
  const timers = [setTimeout(stop, options.timeoutMs)];
  if (options.bookmarks && representationOf(request.headers) !== 'table')
    timers.push(setInterval(() => push(bookmark(request, false)), bookmarkMs));
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const event = queue.shift();
      if (event) await write(`${JSON.stringify(event)}\n`);
      if (event?.type === 'ERROR' || (!event && over)) return;
      if (queue.length === 0 && !over)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    unsubscribe();
    for (const timer of timers) clearTimeout(timer);
  }
}

type Render = (object: KubeObject) => unknown;

/** Rows of a table name their columns only once. */
function rendererOf(request: ResourceRequest): Render {
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

function initialEvents(request: ResourceRequest, options: WatchOptions, render: Render): WatchEvent[] {
  const { store } = request.world;
  if (options.from === undefined) {
    const present = store.list(request.resource, { where: options.where });
    const added = present.map((object) => ({ type: 'ADDED', object: render(object) }));
    return options.initialEvents && options.bookmarks ? [...added, bookmark(request, true)] : added;
  }
  const missed = store.since(options.from);
  if (!missed) return [expired(options.from, store.revision)];
  return missed.flatMap((event) => toWatchEvents(event, request.resource, options.where, render));
}

const expired = (from: number, now: number): WatchEvent => ({
  type: 'ERROR',
  object: new ApiError(410, 'Expired', `too old resource version: ${from} (${now})`).toStatus(),
});

/** An object that begins or stops to fit the selector appears or disappears. */
function toWatchEvents(event: StoreEvent, resource: string, where: Selector, render: Render): WatchEvent[] {
  if (event.key.resource !== resource) return [];
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

/** Says up to which version the client has seen everything; `initial` marks the end of what was there. */
function bookmark({ kind, version, world }: ResourceRequest, initial: boolean): WatchEvent {
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
