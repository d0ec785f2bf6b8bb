import { representationOf } from '../negotiation.ts';
import { inVersion, type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import type { KubeObject } from '../store/object.ts';
import { partialMetadata, tableOf } from '../table.ts';

/** One object by name. @throws ApiError NotFound */
export const getObject = async (request: ResourceRequest): Promise<ApiResponse> =>
  ok(represent(request, requireObject(request)));

/** One object in the version and form that the client asked for. */
export function represent(request: ResourceRequest, object: KubeObject): unknown {
  const shown = inVersion(request, object);
  const form = representationOf(request.headers);
  if (form === 'table')
    return tableOf(request, [shown], { resourceVersion: object.metadata.resourceVersion });
  return form === 'metadata' ? partialMetadata(shown) : shown;
}
