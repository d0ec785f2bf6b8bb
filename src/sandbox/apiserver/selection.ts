import type { ResourceRequest } from './request.ts';
import { badRequest } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';
import { fieldRequirements, fieldSelector, labelSelector, type Selector } from './store/selectors.ts';

/** Which objects a list, watch or deletion is about: by namespace, name, labels and fields. @throws ApiError 400 */
export function selectionOf(request: ResourceRequest): Selector {
  const { namespace, name, query } = request;
  checkFields(request);
  const byLabel = labelSelector(query.get('labelSelector') ?? '');
  const byField = fieldSelector(query.get('fieldSelector') ?? '');
  return (object: KubeObject) =>
    (!namespace || object.metadata.namespace === namespace) &&
    (!name || object.metadata.name === name) &&
    byLabel(object) &&
    byField(object);
}

const common = ['metadata.name', 'metadata.namespace'];

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/#list-of-supported-fields */
function checkFields({ kind, query }: ResourceRequest): void {
  const known = [...common, ...(kind.selectable ?? [])];
  const wrong = fieldRequirements(query.get('fieldSelector') ?? '').find(({ path }) => !known.includes(path));
  if (wrong) throw badRequest(unknownField(wrong.path, kind));
}

/** Kinds without fields of their own are answered for by what is common to all. */
const unknownField = (path: string, { custom, selectable }: ResourceRequest['kind']): string =>
  custom || selectable
    ? `field label not supported: ${path}`
    : `"${path}" is not a known field selector: only ${common.map((one) => `"${one}"`).join(', ')}`;
