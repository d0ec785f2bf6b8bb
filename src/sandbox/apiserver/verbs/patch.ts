import { applyObject } from '../apply/apply.ts';
import { refuseUntyped } from '../apply/untyped.ts';
import { asObject, isRecord, mediaType, parseJson, parseYaml, unsupportedType } from '../body.ts';
import { jsonType } from '../go-json.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { asInvalidPatch, goText, sortedJson } from '../patch/strict-patch.ts';
import { checkNamespace, placeObject } from '../prepare.ts';
import { inVersion, keyOfRequest, type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, created, ok } from '../response.ts';
import { mergeKeyOf } from '../schemas/schema-at.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { writeChange, writeNew, writerOf } from '../write.ts';
import { represent } from './get.ts';

const applyType = 'application/apply-patch+yaml';

/** A change to an object, in one of four forms. @throws ApiError of the patch, of admission, NotFound, Conflict */
export async function patchObject(request: ResourceRequest): Promise<ApiResponse> {
  const type = mediaType(request.headers['content-type']);
  const body = await request.readBody();
  if (type === applyType) return serverSideApply(request, asObject(await parseYaml(body)));
  if (request.query.has('force'))
    throw new ApiError(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  const old = requireObject(request);
  const patch = parseJson(body, (problem) => `${patchPrefix(type)}${problem}`);
  const result = patchValue(request, inVersion(request, old), patch);
  try {
    const patched = placeObject(request, asObject(result));
    const { object, warnings } = writeChange(request, { old, given: patched });
    return ok(represent(request, object), warnings);
  } catch (error) {
    const isStrategic = type.includes('strategic');
    throw asInvalidPatch(error, { shown: isStrategic ? goText(patch) : sortedJson(result), isStrategic });
  }
}

/** The result of a patch of any form but apply. @throws ApiError 400, 415, 422 */
export function patchValue({ headers, kind }: ResourceRequest, value: unknown, patch: unknown): unknown {
  const type = mediaType(headers['content-type']);
  if (type === 'application/merge-patch+json') {
    return mergePatch(value, asFields(patch, type));
  }
  if (type === 'application/json-patch+json') return jsonPatch(value, patch);
  const strategic = type === 'application/strategic-merge-patch+json';
  if (strategic && !kind.custom)
    return strategicMerge(value, asFields(patch, type), (path) => mergeKeyOf(kind.schemaOf(), path));
  const accepted = ['application/json-patch+json', 'application/merge-patch+json', applyType];
  throw unsupportedType(kind.custom ? accepted : [...accepted, 'application/strategic-merge-patch+json']);
}

/** A strategic merge patch is read elsewhere than the others. */
const patchPrefix = (type: string): string => (type.includes('strategic') ? '' : 'error decoding patch: ');

function asFields(patch: unknown, type: string): Record<string, unknown> {
  if (isRecord(patch)) return patch;
  if (patch === null) throw badRequest('Invalid JSON Patch');
  const problem = `json: cannot unmarshal ${jsonType(patch)} into Go value of type map[string]interface {}`;
  throw badRequest(`${patchPrefix(type)}${problem}`);
}

async function serverSideApply(request: ResourceRequest, given: KubeObject): Promise<ApiResponse> {
  const { query, world } = request;
  if (!query.get('fieldManager'))
    throw new ApiError(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  if (given.metadata.managedFields?.length) throw badRequest('metadata.managedFields must be nil');
  const applied = placeObject(request, given);
  const live = world.store.get(keyOfRequest(request));
  if (!live) checkNamespace(request, request.name);
  const writer = writerOf(request);
  refuseUntyped(request.kind, { applied, ownershipOf: writer.ownershipOf });
  const object = applyObject({
    live,
    applied,
    writer,
    force: query.get('force') === 'true',
  });
  const written = live
    ? writeChange(request, { old: live, given: object, tracked: true })
    : writeNew(request, { given: object, tracked: true });
  const answer = represent(request, written.object);
  return live ? ok(answer, written.warnings) : created(answer, written.warnings);
}
