import { alreadyExists, conflict, notFound } from './api-error.ts';
import { copyJson } from './copy-json.ts';
import type { KubeObject, ObjectKey, ObjectMeta } from './object.ts';
import type { Selector } from './selectors.ts';

export type StoreEvent = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly key: ObjectKey;
  readonly object: KubeObject;
  /** What was there before; a watch with a selector needs it to tell ADDED from MODIFIED. */
  readonly previous?: KubeObject;
  readonly revision: number;
};

type StoreOptions = { readonly now: () => Date; readonly uid: () => string };

type ListOptions = { readonly namespace?: string; readonly where?: Selector };

/** How many events are kept for a watch that resumes from an older revision. */
const historyLength = 4096;

/**
 * The objects of one cluster with their versions. Every write is atomic, gets a revision of its own and is told to
 * the listeners in order, after it is done. Nothing here knows what the objects mean.
 */
export class Store {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  /** Lists that were asked for since the last write to their resource. */
  readonly #sorted = new Map<string, readonly KubeObject[]>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #history: StoreEvent[] = [];
  readonly #untold: StoreEvent[] = [];
  readonly #options: StoreOptions;
  /** From 1: on the wire, version 0 means any. */
  #revision = 1;
  #telling = false;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Version of the last write; an object's `resourceVersion` is the one that wrote it. */
  get revision(): number {
    return this.#revision;
  }

  get<T extends KubeObject = KubeObject>(key: ObjectKey): T | undefined {
    return this.#objects.get(key.resource)?.get(placeOf(key)) as T | undefined;
  }

  /** Sorted by namespace and name, as etcd would list them. */
  list<T extends KubeObject = KubeObject>(resource: string, { namespace, where }: ListOptions = {}): T[] {
    const sorted = this.#sorted.get(resource) ?? this.#sort(resource);
    return sorted.filter(
      (object) => (!namespace || object.metadata.namespace === namespace) && (!where || where(object)),
    ) as T[];
  }

  #sort(resource: string): readonly KubeObject[] {
    const entries = [...(this.#objects.get(resource) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const sorted = entries.map(([, object]) => object);
    this.#sorted.set(resource, sorted);
    return sorted;
  }

  /** Resources that hold at least one object. */
  resources(): string[] {
    return [...this.#objects].filter(([, objects]) => objects.size > 0).map(([resource]) => resource);
  }

  /** Gives the object its uid (unless it has one), creation time, generation 1, version. @throws ApiError AlreadyExists */
  create<T extends KubeObject>(resource: string, object: T): T {
    const key = keyOf(resource, object);
    const existing = this.get(key);
    if (existing) {
      throw alreadyExists(
        resource,
        key.name,
        existing.metadata.deletionTimestamp ? 'object is being deleted: ' : '',
      );
    }
    const metadata: ObjectMeta = {
      ...object.metadata,
      uid: object.metadata.uid ?? this.#options.uid(),
      creationTimestamp: timestamp(this.#options.now()),
      generation: 1,
    };
    return this.#write({ type: 'ADDED', key, object: copyJson({ ...object, metadata }) }) as T;
  }

  /**
   * Replaces an object. A change outside metadata and status raises the generation; no change at all writes
   * nothing. The last finalizer taken from an object under deletion removes it.
   * @throws ApiError NotFound, or Conflict when `resourceVersion` is given and is not the current one
   */
  update<T extends KubeObject>(resource: string, object: T, options: WriteOptions = {}): T {
    const { current, next } = this.#next(resource, object, options);
    if (next === current) return current;
    const type = isReleased(next, current) ? 'DELETED' : 'MODIFIED';
    return this.#write({ type, key: keyOf(resource, next), object: next, previous: current }) as T;
  }

  /** What `update` would write, which isn't written. @throws ApiError as `update` */
  preview<T extends KubeObject>(resource: string, object: T): T {
    return this.#next(resource, object).next;
  }

  #next<T extends KubeObject>(
    resource: string,
    object: T,
    { keepsGeneration = false }: WriteOptions = {},
  ): { readonly current: T; readonly next: T } {
    const key = keyOf(resource, object);
    const current = this.get<T>(key);
    if (!current) throw notFound(resource, key.name);
    const { resourceVersion } = object.metadata;
    if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) {
      throw conflict(
        resource,
        key.name,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    }
    const metadata = withIdentityOf(current.metadata, object.metadata);
    const next = copyJson({ ...object, metadata }, current);
    if (next === current) return { current, next: current };
    const generation =
      (current.metadata.generation ?? 0) + (keepsGeneration || sameContent(next, current) ? 0 : 1);
    return { current, next: { ...next, metadata: { ...next.metadata, generation } } };
  }

  /** Reads, changes and writes in one go; gives undefined when the object isn't there (any more). */
  mutate<T extends KubeObject>(
    key: ObjectKey,
    change: (object: T) => T,
    options: WriteOptions = {},
  ): T | undefined {
    const current = this.get<T>(key);
    return current && this.update(key.resource, change(current), options);
  }

  /**
   * Marks an object as being deleted; whoever owns its finalizers or its grace period removes it later. Of one
   * that is marked already only the grace can change, and only become shorter.
   */
  markDeleted(key: ObjectKey, graceSeconds?: number): KubeObject {
    const current = this.get(key);
    if (!current) throw notFound(key.resource, key.name);
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, generation = 0 } = current.metadata;
    if (deletionTimestamp && (graceSeconds ?? 0) >= deletionGracePeriodSeconds) return current;
    const metadata = {
      ...current.metadata,
      deletionTimestamp: timestamp(new Date(this.#options.now().getTime() + (graceSeconds ?? 0) * 1000)),
      ...(graceSeconds === undefined ? {} : { deletionGracePeriodSeconds: graceSeconds }),
      generation: generation + (deletionTimestamp ? 0 : 1),
    };
    return this.#write({ type: 'MODIFIED', key, object: { ...current, metadata }, previous: current });
  }

  /** Takes the object out at once. Does nothing when it isn't there. */
  remove(key: ObjectKey): void {
    const current = this.get(key);
    if (current) this.#write({ type: 'DELETED', key, object: current, previous: current });
  }

  /** Calls `listener` for each write from now on; returns the way to stop. */
  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events after `revision`, or undefined when they are no longer known (410 Gone on the wire). */
  since(revision: number): StoreEvent[] | undefined {
    const oldest = this.#history[0]?.revision ?? this.#revision + 1;
    if (revision + 1 < oldest) return undefined;
    return this.#history.filter((event) => event.revision > revision);
  }

  #write(change: Omit<StoreEvent, 'revision'>): KubeObject {
    const { type, key, object } = change;
    const revision = ++this.#revision;
    const written = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    const objects = this.#objects.get(key.resource) ?? new Map<string, KubeObject>();
    this.#objects.set(key.resource, objects);
    this.#sorted.delete(key.resource);
    if (type === 'DELETED') objects.delete(placeOf(key));
    else objects.set(placeOf(key), written);
    const event: StoreEvent = { ...change, object: written, revision };
    this.#history.push(event);
    if (this.#history.length > historyLength) this.#history.splice(0, historyLength / 4);
    this.#untold.push(event);
    this.#tell();
    return written;
  }

  /** A listener may write too: its event waits until every listener has heard the one before. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let event = this.#untold.shift(); event; event = this.#untold.shift())
        for (const listener of [...this.#listeners]) listener(event);
    } finally {
      this.#telling = false;
    }
  }
}

/** Kubernetes times have whole seconds. */
export const timestamp = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

export const keyOf = (resource: string, { metadata }: KubeObject): ObjectKey => ({
  resource,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
});

const placeOf = ({ namespace, name }: ObjectKey): string => `${namespace}/${name}`;

/** Of a write that changes the content for the server itself, as when a pod gets its node: it isn't counted. */
type WriteOptions = { readonly keepsGeneration?: boolean };

/** What no write may change. */
const identity = [
  'uid',
  'creationTimestamp',
  'generation',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const satisfies readonly (keyof ObjectMeta)[];

function withIdentityOf(current: ObjectMeta, next: ObjectMeta): ObjectMeta {
  const entries = Object.entries(next).filter(([key]) => !identity.some((kept) => kept === key));
  const kept = identity.filter((key) => current[key] !== undefined).map((key) => [key, current[key]]);
  return { ...Object.fromEntries(entries), ...Object.fromEntries(kept) };
}

/** Unchanged parts are the very same values, so that they needn't be looked into. */
function sameContent(next: KubeObject, current: KubeObject): boolean {
  const names = new Set([...Object.keys(next), ...Object.keys(current)]);
  return [...names].every((name) => name === 'metadata' || name === 'status' || next[name] === current[name]);
}

/** Whether this write takes the last finalizer from an object that nothing else holds back. */
function isReleased(next: KubeObject, current: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = next.metadata;
  const held = finalizers.length + ownFinalizersOf(next);
  const wasHeld = (current.metadata.finalizers?.length ?? 0) + ownFinalizersOf(current);
  return Boolean(deletionTimestamp) && deletionGracePeriodSeconds === 0 && wasHeld > 0 && held === 0;
}

/** Namespaces are also held back by `spec.finalizers`. */
const ownFinalizersOf = ({ spec }: KubeObject): number =>
  (spec as { finalizers?: readonly string[] } | undefined)?.finalizers?.length ?? 0;
