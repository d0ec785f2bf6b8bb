import type { KubeObject } from '../store/object.ts';
import { addedContainers, type IsAlwaysThere } from './containers.ts';
import { type FieldPath, fieldsOf, isWithin, type OwnershipOf, pathOf } from './field-paths.ts';
import {
  formatManagedFields,
  isSameManager,
  type ManagedEntry,
  parseManagedFields,
} from './managed-fields.ts';

/** Who writes, which part of the object, and how its fields are owned. */
export type Writer = {
  readonly ownershipOf: OwnershipOf;
  readonly isAlwaysThere: IsAlwaysThere;
  readonly manager: string;
  readonly apiVersion: string;
  readonly subresource: string;
  /** Whether the kind's status is written through its own sub-resource only. */
  readonly statusApart: boolean;
  readonly time: string;
};

/** Fields that nobody owns: they are the server's. */
const serverFields = [
  ['apiVersion'],
  ['kind'],
  ...[
    'name',
    'namespace',
    'uid',
    'resourceVersion',
    'generation',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'managedFields',
  ].map((field) => ['metadata', field]),
].map((names) => pathOf(names.map((name) => `f:${name}`)));

/** The fields of an object that this writer can own, with their values. */
export function ownableFields(object: unknown, writer: Writer): Map<FieldPath, string> {
  const fields = [...fieldsOf(object, writer.ownershipOf)].filter(([path]) => canOwn(path, writer));
  return new Map(fields);
}

function canOwn(path: FieldPath, writer: Writer): boolean {
  const isStatus = isWithin(path, 'f:status');
  const isOutside = writer.subresource === 'status' ? !isStatus : writer.statusApart && isStatus;
  return !isOutside && path !== 'f:metadata' && !serverFields.some((field) => isWithin(path, field));
}

type Difference = {
  readonly changed: ReadonlySet<FieldPath>;
  readonly removed: ReadonlySet<FieldPath>;
};

/** Which fields were added or got another value, and which went. */
export function differenceOf(
  before: ReadonlyMap<FieldPath, string>,
  after: ReadonlyMap<FieldPath, string>,
): Difference {
  return {
    changed: new Set([...after].filter(([path, value]) => before.get(path) !== value).map(([path]) => path)),
    removed: new Set([...before.keys()].filter((path) => !after.has(path))),
  };
}

/**
 * The object with `managedFields` as they are after an ordinary write: the writer owns what it changed, and others
 * lose it. Nothing is rewritten when nothing changed hands.
 */
export function trackUpdate(old: KubeObject | undefined, next: KubeObject, writer: Writer): KubeObject {
  const given = next.metadata.managedFields ?? old?.metadata.managedFields;
  const entries = parseManagedFields(given);
  const difference = differenceOf(old ? ownableFields(old, writer) : new Map(), ownableFields(next, writer));
  const changed = difference.changed.union(containersOf(next, old, writer));
  const removed = difference.removed.union(containersOf(old, next, writer));
  const wasReset = given !== undefined && given.length > 0 && entries.length === 0;
  if (changed.size === 0 && removed.size === 0 && !wasReset) return withManaged(next, given);
  const identity = { ...writer, operation: 'Update' as const };
  const mine = entries.find((entry) => isSameManager(entry, identity));
  const others = entries
    .filter((entry) => entry !== mine)
    .map((entry) => ({ ...entry, fields: entry.fields.difference(changed).difference(removed) }));
  const fields = (mine?.fields ?? new Set<FieldPath>()).union(changed).difference(removed);
  return withManaged(next, formatManagedFields([...others, entryOf(writer, 'Update', fields)]));
}

/** Containers that one state of an object has and the other hasn't. */
const containersOf = (object: unknown, other: unknown, writer: Writer): ReadonlySet<FieldPath> =>
  new Set([...addedContainers(object, other, writer)].filter((path) => canOwn(path, writer)));

export const entryOf = (
  { manager, apiVersion, subresource, time }: Writer,
  operation: ManagedEntry['operation'],
  fields: ReadonlySet<FieldPath>,
): ManagedEntry => ({
  manager,
  operation,
  apiVersion,
  time,
  fields,
  ...(subresource ? { subresource } : {}),
});

export function withManaged(object: KubeObject, managedFields: readonly unknown[] | undefined): KubeObject {
  const { managedFields: _given, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields?.length ? { ...metadata, managedFields } : metadata };
}
