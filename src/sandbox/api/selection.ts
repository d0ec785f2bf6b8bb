import type { KubeObject } from '../store/object.ts';
import { fieldSelector, labelSelector, type Selector } from '../store/selectors.ts';
import type { ResourceRequest } from './request.ts';

/** Which objects a list, watch or deletion is about: by namespace, name, labels and fields. @throws ApiError 400 */
export function selectionOf({ namespace, name, query }: ResourceRequest): Selector {
  const byLabel = labelSelector(query.get('labelSelector') ?? '');
  const byField = fieldSelector(query.get('fieldSelector') ?? '');
  return (object: KubeObject) =>
    (!namespace || object.metadata.namespace === namespace) &&
    (!name || object.metadata.name === name) &&
    byLabel(object) &&
    byField(object);
}
