import { decodeObject } from './body.ts';
import { apiVersionOf, inStoredVersion, type ResourceRequest } from './request.ts';
import { ApiError, badRequest, forbidden } from './store/api-error.ts';
import type { KubeObject } from './store/object.ts';

/** Reads the object of a request's body and places it where the path says. @throws ApiError 400, 413, 415 */
export async function readObject(request: ResourceRequest): Promise<KubeObject> {
  const { headers, world, kind } = request;
  const decoding = { kinds: world.kinds, expected: kind.kind };
  return placeObject(
    request,
    await decodeObject(await request.readBody(), headers['content-type'], decoding),
  );
}

/**
 * Checks that a body is of the kind, version, namespace and name that the path names, and fills in what the path
 * knows and the body leaves out.
 * @throws ApiError 400 where they differ
 */
export function placeObject(request: ResourceRequest, object: KubeObject): KubeObject {
  checkType(request, object);
  const { name, namespace } = request;
  const { metadata } = object;
  if (request.kind.namespaced && metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (name && metadata.name && metadata.name !== name)
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  const { namespace: _given, ...rest } = metadata;
  const placed = { ...rest, name: metadata.name || name, ...(request.kind.namespaced ? { namespace } : {}) };
  return inStoredVersion(request.kind, { ...object, metadata: placed });
}

/** Typed clients may leave the type out, as it follows from the path. */
function checkType({ kind, version }: ResourceRequest, object: KubeObject): void {
  const expected = apiVersionOf(kind.group, version);
  if (object.apiVersion && object.apiVersion !== expected)
    throw badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected})`,
    );
  if (object.kind && object.kind !== kind.kind)
    throw badRequest(
      `${object.kind} in version "${version}" cannot be handled as a ${kind.kind}: no kind "${object.kind}" is registered for version "${expected}"`,
    );
}

/**
 * Refuses writes into namespaces that aren't there, and new objects in those being deleted.
 * @throws ApiError 404 or 403
 */
export function checkNamespace({ kind, namespace, resource, world }: ResourceRequest, name: string): void {
  if (!kind.namespaced) return;
  const found = world.store.get({ resource: 'namespaces', namespace: '', name: namespace });
  if (!found)
    throw new ApiError(404, 'NotFound', `namespaces "${namespace}" not found`, {
      name: namespace,
      kind: 'namespaces',
    });
  if (!found.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const refusal = forbidden(resource, name, why);
  throw new ApiError(403, 'Forbidden', refusal.message, {
    ...refusal.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}

const generatedLength = 5;
const generatedAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Gives an object with only `generateName` its name. @throws ApiError 422 when it has neither */
export function nameObject({ kind }: ResourceRequest, object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata;
  if (name) return object;
  if (!generateName)
    throw new ApiError(
      422,
      'Invalid',
      `${kind.kind}${kind.group ? `.${kind.group}` : ''} "" is invalid: metadata.name: Required value: name or generateName is required`,
    );
  const letters = Array.from(
    { length: generatedLength },
    () => generatedAlphabet[Math.floor(Math.random() * generatedAlphabet.length)],
  );
  const base = generateName.slice(0, 63 - generatedLength);
  return { ...object, metadata: { ...object.metadata, name: base + letters.join('') } };
}
