import type { Kind } from '../kind.ts';
import type { ApiSchema } from '../schema.ts';
import type { Ownership, OwnershipOf } from './field-paths.ts';

/** Objects that built-in kinds treat as one value. */
const atomicObjects = new Set([
  'selector',
  'nodeSelector',
  'labelSelector',
  'namespaceSelector',
  'podSelector',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
]);

/** Ports are told apart by number and protocol, though patches merge them by number alone. */
const compositeKeys: Readonly<Record<string, readonly string[]>> = {
  containerPort: ['containerPort', 'protocol'],
  port: ['port', 'protocol'],
};

/**
 * How fields of a kind are owned in server-side apply.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export function ownershipOfKind(schema: ApiSchema, kind: Kind): OwnershipOf {
  return (names) => {
    const [root, field] = names;
    if (root === 'metadata' && names.length === 2) return metadataOwnership(field);
    const last = names.at(-1) ?? '';
    const key = schema.mergeKeyOf(kind, names);
    if (key) return { keys: compositeKeys[key] ?? [key] };
    return !kind.custom && atomicObjects.has(last) ? 'atomic' : 'granular';
  };
}

function metadataOwnership(field: string | undefined): Ownership {
  if (field === 'finalizers') return 'set';
  return field === 'ownerReferences' ? { keys: ['uid'] } : 'granular';
}
