import { readObject } from '../prepare.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';

/** `namespaces/finalize`: the only way to change `spec.finalizers`. @throws ApiError NotFound, Conflict */
export async function finalizeNamespace(request: ResourceRequest): Promise<ApiResponse> {
  const given = await readObject(request);
  const current = requireObject(request);
  const { finalizers = [] } = (given.spec ?? {}) as { finalizers?: unknown[] };
  const { resourceVersion } = given.metadata;
  const metadata = { ...current.metadata, ...(resourceVersion ? { resourceVersion } : {}) };
  const spec = { ...(current.spec as object | undefined), finalizers };
  return ok(request.world.store.update(request.resource, { ...current, metadata, spec }));
}
