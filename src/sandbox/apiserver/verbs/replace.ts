import { readObject } from '../prepare.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import { writeChange } from '../write.ts';
import { represent } from './get.ts';

/** A whole object in place of the one that is there. @throws ApiError of decoding, admission, NotFound, Conflict */
export async function replaceObject(request: ResourceRequest): Promise<ApiResponse> {
  const given = await readObject(request);
  const old = requireObject(request);
  const { kind, name } = request;
  if (!given.metadata.name) throw badRequest('name must be provided');
  if (kind.custom && !given.metadata.resourceVersion)
    throw new ApiError(
      422,
      'Invalid',
      `${kind.plural}.${kind.group} "${name}" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update`,
    );
  const { object, warnings } = writeChange(request, { old, given });
  return ok(represent(request, object), warnings);
}
