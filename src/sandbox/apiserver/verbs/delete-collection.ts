import { apiVersionOf, inVersion, type ResourceRequest } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { selectionOf } from '../selection.ts';
import { deleteObject } from '../store/delete.ts';
import { keyOf } from '../store/store.ts';
import { admitDeletion, checkDeletable, readDeleteOptions } from './delete.ts';

/** Deletes all objects that fit the selectors; gives them as they were. */
export async function removeCollection(request: ResourceRequest): Promise<ApiResponse> {
  const { world, resource, kind, version } = request;
  const { warnings, dryRun, ...options } = await readDeleteOptions(request);
  const found = world.store.list(resource, { where: selectionOf(request) });
  for (const object of found) checkDeletable(keyOf(resource, object));
  const told = found.flatMap((object) => admitDeletion(request, object, dryRun));
  if (!dryRun) for (const object of found) deleteObject(world.store, keyOf(resource, object), options);
  const list = {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind.group, version),
    metadata: { resourceVersion: String(world.store.revision) },
    items: found.map((object) => inVersion(request, object)),
  };
  return ok(list, [...warnings, ...told]);
}
