import { ApiError } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { comparePaths, type FieldPath, formatPath } from './field-paths.ts';
import {
  formatManagedFields,
  isSameManager,
  type ManagedEntry,
  parseManagedFields,
} from './managed-fields.ts';
import { mergeApplied, pruneFields } from './merge-applied.ts';
import { differenceOf, entryOf, ownableFields, type Writer, withManaged } from './track.ts';

type Application = {
  readonly live: KubeObject | undefined;
  /** What the client wants to be so; without what it doesn't care for. */
  readonly applied: KubeObject;
  readonly writer: Writer;
  /** Takes fields from other managers instead of refusing. */
  readonly force: boolean;
};

/**
 * Server-side apply: merges, takes out what this manager applied before and no longer does, and keeps the books.
 * @throws ApiError 409 that names each field that others own with another value
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function applyObject({ live, applied, writer, force }: Application): KubeObject {
  const identity = { ...writer, operation: 'Apply' as const };
  const entries = parseManagedFields(live?.metadata.managedFields);
  const mine = entries.find((entry) => isSameManager(entry, identity));
  const others = entries.filter((entry) => entry !== mine);
  const fields = new Set(ownableFields(applied, writer).keys());
  const merged = mergeApplied(live ?? { metadata: {} }, applied, writer.ownershipOf);
  const before = ownableFields(live ?? {}, writer);
  const { changed } = differenceOf(before, ownableFields(merged, writer));
  const taken = takenOver(live, writer);
  const conflicts = others.flatMap((entry) =>
    [...entry.fields.intersection(changed)]
      .filter((path) => !taken.has(path))
      .sort(comparePaths)
      .map((path) => ({ entry, path })),
  );
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  const kept = others.reduce<ReadonlySet<FieldPath>>((all, entry) => all.union(entry.fields), fields);
  const pruned = pruneFields(merged, mine?.fields.difference(fields) ?? [], kept) as KubeObject;
  const left = ownableFields(pruned, writer);
  const remaining = others.map((entry) => ({
    ...entry,
    fields: stillOwned(entry, { changed, before, left }),
  }));
  const isSame =
    mine !== undefined && mine.fields.symmetricDifference(fields).size === 0 && conflicts.length === 0;
  const entry = isSame ? mine : entryOf(writer, 'Apply', fields);
  return withManaged(pruned, formatManagedFields([...remaining, entry]));
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What an object got from a client-side apply: `kubectl apply --server-side` takes it over without a conflict, whoever
 * wrote it.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply
 */
function takenOver(live: KubeObject | undefined, writer: Writer): ReadonlySet<FieldPath> {
  const text = live?.metadata.annotations?.[lastApplied];
  if (!text || writer.manager !== 'kubectl') return new Set();
  try {
    return new Set(ownableFields(JSON.parse(text), writer).keys());
  } catch {
    // Anybody may write an annotation.
    return new Set();
  }
}

/** Another manager keeps what wasn't changed under it and is still there, or never was visible to this writer. */
function stillOwned({ fields }: ManagedEntry, { changed, before, left }: Outcome): ReadonlySet<FieldPath> {
  return new Set([...fields].filter((path) => !changed.has(path) && (!before.has(path) || left.has(path))));
}

type Outcome = {
  readonly changed: ReadonlySet<FieldPath>;
  readonly before: ReadonlyMap<FieldPath, string>;
  readonly left: ReadonlyMap<FieldPath, string>;
};

type FieldConflict = { readonly entry: ManagedEntry; readonly path: FieldPath };

function conflictError(conflicts: readonly FieldConflict[]): ApiError {
  const causes = conflicts.map(({ entry, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${describe(entry)}`,
    field: formatPath(path),
  }));
  return new ApiError(409, 'Conflict', conflictMessage(conflicts), { causes });
}

function conflictMessage(conflicts: readonly FieldConflict[]): string {
  const [first] = conflicts;
  if (first && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${describe(first.entry)}: ${formatPath(first.path)}`;
  const byManager = Map.groupBy(conflicts, ({ entry }) => describe(entry));
  const parts = [...byManager]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([manager, of]) =>
      [`conflicts with ${manager}:`, ...of.map(({ path }) => `- ${formatPath(path)}`)].join('\n'),
    );
  return `Apply failed with ${conflicts.length} conflicts: ${parts.join('\n')}`;
}

function describe({ manager, operation, apiVersion, subresource }: ManagedEntry): string {
  const named = `"${manager}"${subresource ? ` with subresource "${subresource}"` : ''}`;
  return operation === 'Update' ? `${named} using ${apiVersion}` : named;
}
