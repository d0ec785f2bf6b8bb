import { decodeObject, isRecord, parseJson } from '../body.ts';
import { isDryRun, keyOfRequest, type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, created } from '../response.ts';
import { badRequest, conflict } from '../store/api-error.ts';
import { type DeleteOptions, deleteObject } from '../store/delete.ts';

const success = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } as const;

/** `pods/eviction`: a deletion that a disruption budget may refuse. @throws ApiError NotFound, 429 */
export async function evictPod(request: ResourceRequest): Promise<ApiResponse> {
  const eviction = await decodeObject(await request.readBody(), request.headers['content-type'], {
    kinds: request.world.kinds,
    expected: 'Eviction',
  });
  const pod = requireObject(request);
  const options = isRecord(eviction.deleteOptions) ? eviction.deleteOptions : {};
  const dryRun = isDryRun(request.query) || Array.isArray(options.dryRun);
  request.allowEviction(request.world, pod, dryRun);
  if (!dryRun) deleteObject(request.world.store, keyOfRequest(request), options as DeleteOptions);
  return created({ ...success, code: 201 });
}

/** `pods/binding`: puts a pod on a node, as a scheduler does. @throws ApiError NotFound, or Conflict when it has one */
export async function bindPod(request: ResourceRequest): Promise<ApiResponse> {
  const binding = parseJson(await request.readBody());
  const target = isRecord(binding) && isRecord(binding.target) ? binding.target.name : undefined;
  if (typeof target !== 'string' || !target) throw badRequest('target.name: Required value');
  const pod = requireObject(request);
  const spec = (pod.spec ?? {}) as { nodeName?: string };
  if (spec.nodeName)
    throw conflict(
      'pods/binding',
      request.name,
      `pod ${request.name} is already assigned to node "${spec.nodeName}"`,
    );
  request.world.store.update(request.resource, { ...pod, spec: { ...spec, nodeName: target } });
  return created({ ...success, code: 201 });
}
