import type { Column } from './kind.ts';
import type { ResourceRequest } from './request.ts';
import { badRequest } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

/**
 * Objects as rows with the printer columns of their kind, which is what `kubectl get` asks for.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
 */
export function tableOf(
  request: ResourceRequest,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { kind, version } = request;
  return { ...tableOfColumns(request, objects, kind.columnsOf?.(version) ?? kind.columns), metadata };
}

/** Objects as rows of the columns that are given. */
export function tableOfColumns(
  request: ResourceRequest,
  objects: readonly KubeObject[],
  columns: readonly Column[],
): Record<string, unknown> {
  const now = request.world.clock.now();
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {},
    columnDefinitions: columns.map(({ name, type, format, wide, description }) => ({
      name,
      type: type === 'date' ? 'string' : type,
      format: format ?? '',
      description: description ?? '',
      priority: wide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      object: rowObject(request, object),
    })),
  };
}

/** Only what identifies an object; the form of tables' rows and of metadata-only clients. */
export const partialMetadata = ({ metadata }: KubeObject): Record<string, unknown> => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

function rowObject(request: ResourceRequest, object: KubeObject): unknown {
  const include = request.query.get('includeObject') || 'Metadata';
  if (include === 'Object') return object;
  if (include === 'Metadata') return partialMetadata(object);
  if (include === 'None') return null;
  throw badRequest(`Invalid value: "${include}": must be 'Metadata', 'Object', 'None', or empty`);
}
