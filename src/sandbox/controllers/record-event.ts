import { digestOf } from '../apiserver/digest.ts';
import type { KubeObject, ObjectKey } from '../apiserver/store/object.ts';
import { timestamp } from '../apiserver/store/store.ts';
import { slot } from '../memory.ts';
import { resources } from '../mesh/resources.ts';
import type { World } from '../world.ts';

export type EventText = {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who says it: `kubelet`, `deployment-controller`. */
  readonly component: string;
  readonly host?: string;
};

type EventObject = KubeObject & { readonly count?: number };

/** Whether nobody keeps a cluster's events at the moment. */
const silence = slot(() => ({ isKept: false }));

/** Does something that leaves no events, as after the hour that a cluster keeps them. */
export function withoutEvents({ memory }: World, action: () => void): void {
  const kept = memory.of(silence);
  kept.isKept = true;
  try {
    action();
  } finally {
    kept.isKept = false;
  }
}

/** Tells about an object; the same text again only counts up. */
export function recordEvent(world: World, about: KubeObject, text: EventText): void {
  if (world.memory.of(silence).isKept) return;
  const { type = 'Normal', reason, message, component, host } = text;
  const { metadata } = about;
  const namespace = metadata.namespace ?? 'default';
  const now = timestamp(world.clock.now());
  const digest = digestOf([metadata.uid, type, reason, message].join('\n'));
  const name = `${metadata.name}.${digest.slice(0, 16)}`;
  const key = { resource: resources.events, namespace, name };
  const known = world.store.mutate<EventObject>(key, (event) => ({
    ...event,
    count: (event.count ?? 1) + 1,
    lastTimestamp: now,
  }));
  if (known) return;
  world.store.create(resources.events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: {
      kind: about.kind,
      ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
      name: metadata.name,
      uid: metadata.uid,
      apiVersion: about.apiVersion,
      resourceVersion: metadata.resourceVersion,
    },
    reason,
    message,
    source: { component, ...(host ? { host } : {}) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: host ?? '',
  });
}

/** A controller's own failure: ours, so it says that it is the sandbox's. */
export function recordFailure(world: World, key: ObjectKey, controller: string, error: unknown): void {
  const about = world.store.get(key) ?? placeholder(key);
  const message = `sandbox: controller ${controller} failed: ${error instanceof Error ? error.message : String(error)}`;
  recordEvent(world, about, { type: 'Warning', reason: 'ReconcileFailed', message, component: controller });
}

const placeholder = ({ resource, namespace, name }: ObjectKey): KubeObject => ({
  apiVersion: 'v1',
  kind: resource,
  metadata: { name, ...(namespace ? { namespace } : {}) },
});
