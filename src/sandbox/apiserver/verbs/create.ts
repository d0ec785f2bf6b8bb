import { checkNamespace, nameObject, readObject } from '../prepare.ts';
import type { ResourceRequest } from '../request.ts';
import { type ApiResponse, created } from '../response.ts';
import { badRequest } from '../store/api-error.ts';
import { writeNew } from '../write.ts';
import { represent } from './get.ts';

/** A new object. @throws ApiError of decoding, admission, or AlreadyExists */
export async function createObject(request: ResourceRequest): Promise<ApiResponse> {
  const given = await readObject(request);
  checkNamespace(request, given.metadata.name);
  if (given.metadata.resourceVersion)
    throw badRequest('resourceVersion should not be set on objects to be created');
  const { object, warnings } = writeNew(request, { given: nameObject(request, given) });
  return created(represent(request, object), warnings);
}
