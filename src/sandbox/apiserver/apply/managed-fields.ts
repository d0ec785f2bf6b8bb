import { isRecord } from '../body.ts';
import { badRequest } from '../store/api-error.ts';
import { type FieldPath, pathOf, stepsOf } from './field-paths.ts';

/** Who owns which fields, and how it came to. Two entries are of the same manager when all but `time` agree. */
export type ManagedEntry = {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly time: string;
  readonly fields: ReadonlySet<FieldPath>;
};

/**
 * Reads `metadata.managedFields`. An empty list, or one with an empty entry, means that nobody owns anything.
 * @throws ApiError 400 when an entry is malformed
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function parseManagedFields(raw: readonly unknown[] | undefined): ManagedEntry[] {
  const entries = (raw ?? []).filter((entry) => isRecord(entry) && Object.keys(entry).length > 0);
  return entries.map((entry) => {
    const {
      manager = '',
      operation,
      apiVersion,
      subresource,
      time,
      fieldsV1,
    } = entry as Record<string, unknown>;
    const wellFormed =
      (operation === 'Apply' || operation === 'Update') &&
      [manager, apiVersion].every((text) => typeof text === 'string') &&
      [subresource, time].every((text) => text === undefined || typeof text === 'string');
    if (!wellFormed) throw badRequest('metadata.managedFields: Invalid value: malformed entry');
    const fields = new Set<FieldPath>();
    collect(fieldsV1, [], fields);
    return {
      manager: String(manager),
      operation,
      apiVersion: String(apiVersion),
      ...(subresource ? { subresource: String(subresource) } : {}),
      time: String(time ?? ''),
      fields,
    };
  });
}

/** Writes the entries back, appliers first; those that own nothing are left out. */
export function formatManagedFields(entries: readonly ManagedEntry[]): unknown[] {
  return entries
    .filter(({ fields }) => fields.size > 0)
    .sort(compare)
    .map(({ fields, manager, operation, apiVersion, time, subresource }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: treeOf(fields),
      ...(subresource ? { subresource } : {}),
    }));
}

export const isSameManager = (a: ManagedEntry, b: Omit<ManagedEntry, 'fields' | 'time'>): boolean =>
  a.manager === b.manager &&
  a.operation === b.operation &&
  (a.subresource ?? '') === (b.subresource ?? '') &&
  (a.operation === 'Apply' || a.apiVersion === b.apiVersion);

function compare(a: ManagedEntry, b: ManagedEntry): number {
  const rank = ({ operation, time, manager }: ManagedEntry) => `${operation}\0${time}\0${manager}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** A node that is a member itself has `.`, unless it is a leaf. */
function collect(tree: unknown, steps: readonly string[], fields: Set<FieldPath>): void {
  if (!isRecord(tree)) return;
  const children = Object.entries(tree).filter(([step]) => step !== '.');
  if (steps.length > 0 && (children.length === 0 || '.' in tree)) fields.add(pathOf(steps));
  if (steps.length > 64) throw badRequest('metadata.managedFields: nested too deeply');
  for (const [step, child] of children) collect(child, [...steps, step], fields);
}

type Tree = Map<string, Tree>;

function treeOf(fields: ReadonlySet<FieldPath>): Record<string, unknown> {
  const root: Tree = new Map();
  for (const path of fields) {
    let node = root;
    for (const step of stepsOf(path)) {
      const next = node.get(step) ?? new Map();
      node.set(step, next);
      node = next;
    }
  }
  return writeTree(root, [], fields);
}

function writeTree(
  node: Tree,
  steps: readonly string[],
  fields: ReadonlySet<FieldPath>,
): Record<string, unknown> {
  const own = node.size > 0 && steps.length > 0 && fields.has(pathOf(steps)) ? [['.', {}]] : [];
  const children = [...node].map(([step, child]) => [step, writeTree(child, [...steps, step], fields)]);
  return Object.fromEntries([...own, ...children]);
}
