import { representationOf } from '../negotiation.ts';
import { queryNumber } from '../query-number.ts';
import type { ResourceRequest } from '../request.ts';
import type { ApiResponse, WriteChunk } from '../response.ts';
import { badRequest } from '../store/api-error.ts';
import {
  bookmark,
  eventsOf,
  expired,
  presentEvents,
  viewOf,
  type WatchEvent,
  type WatchView,
} from '../watch-events.ts';

/** A client that gives a watch as long as it waits itself ends it first. */
const graceMs = 200;

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
  const view = viewOf(request);
  return {
    status: 200,
    contentType: 'application/json',
    stream: (write, signal) => streamEvents({ ...options, view }, write, signal),
  };
}

type WatchOptions = {
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
  const timeoutSeconds = queryNumber(query, 'timeoutSeconds') || 1800;
  const initialEvents = query.get('sendInitialEvents') === 'true';
  const fresh = version === '' || version === '0' || initialEvents;
  return {
    from: fresh ? undefined : Number(version),
    initialEvents,
    bookmarks: query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1',
    timeoutMs: Math.min(Math.max(timeoutSeconds, 1), 86_400) * 1000 + graceMs,
  };
}

/** One writer empties a queue that the store's listener fills, so that a slow client blocks only itself. */
async function streamEvents(
  watch: WatchOptions & { readonly view: WatchView },
  write: WriteChunk,
  signal: AbortSignal,
): Promise<void> {
  const { request } = watch.view;
  const { store } = request.world;
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
  push(...initialEvents(watch));
  const unsubscribe = store.subscribe((event) => {
    if (event.revision > started && !over) push(...eventsOf(watch.view, event));
  });
  const timers = [setTimeout(stop, watch.timeoutMs)];
  if (watch.bookmarks && representationOf(request.headers) !== 'table')
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

function initialEvents(watch: WatchOptions & { readonly view: WatchView }): WatchEvent[] {
  const { view, from, initialEvents, bookmarks } = watch;
  const { store } = view.request.world;
  if (from === undefined) {
    const present = presentEvents(view);
    return initialEvents && bookmarks ? [...present, bookmark(view.request, true)] : present;
  }
  const missed = store.since(from);
  return missed ? missed.flatMap((event) => eventsOf(view, event)) : [expired(from, store.revision)];
}
