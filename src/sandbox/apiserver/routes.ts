import type { IncomingHttpHeaders } from 'node:http';
import type { User } from './authentication/user.ts';
import type { ApiContext } from './context.ts';
import type { ResourceRequest } from './request.ts';
import { ApiError } from './store/api-error.ts';
import { resourceName } from './store/object.ts';

/** A request as it comes in, before anything is known about its path. */
export type IncomingCall = {
  readonly user: User;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly readBody: () => Promise<Buffer>;
};

/** Nothing is served at a path, which the API server says in plain text. */
class PathNotFound extends ApiError {
  readonly plainText = '404 page not found\n';

  constructor() {
    super(404, 'NotFound', 'the server could not find the requested resource');
  }
}

export const pathNotFound = (): ApiError => new PathNotFound();

export const methodNotAllowed = (): ApiError =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');

/** Finds the kind that a path names. @throws ApiError 404 when there is none */
export function resourceRequest(context: ApiContext, call: IncomingCall): ResourceRequest {
  const path = decodePath(call.path);
  const kind = path && context.world.kinds.byPath(path.group, path.version, path.resource);
  if (!path || !kind || (path.namespace && !kind.namespaced)) throw nothingAt(context, path);
  const { version, namespace, name, subresource } = path;
  const { user, method, query, headers, readBody } = call;
  const resource = resourceName(kind.group, kind.plural);
  const place = { kind, resource, version, namespace, name, subresource };
  return { ...context, ...place, user, method, query, headers, readBody };
}

/** In the groups of its own, a server says so by an object; where there is no group that it knows, in plain text. */
function nothingAt({ world }: ApiContext, path: ResourcePath | undefined): ApiError {
  const isOwn = world.kinds.all.some(
    ({ custom, group, versions }) =>
      !custom && path?.group === group && versions.some((version) => version === path.version),
  );
  return isOwn ? unknownResource() : pathNotFound();
}

/** Nothing is served there, in a group that is. */
export const unknownResource = (): ApiError =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

function decodePath(path: string): ReturnType<typeof parseResourcePath> {
  try {
    return parseResourcePath(path);
  } catch {
    throw pathNotFound();
  }
}

/** A path of the resource API, taken apart; nothing is known yet about whether it exists. */
type ResourcePath = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
};

/**
 * Takes `/api/v1/namespaces/x/pods/y/log` and its like apart; undefined for any other path. `/namespaces/x` alone,
 * and with its own sub-resources, is the namespace itself.
 * @throws URIError when a part isn't well-formed
 */
function parseResourcePath(path: string): ResourcePath | undefined {
  const [root, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const group = root === 'apis' ? parts.shift() : root === 'api' ? '' : undefined;
  const version = parts.shift();
  if (group === undefined || !version || parts.length === 0) return undefined;
  const scoped =
    parts[0] === 'namespaces' && parts.length > 2 && !['finalize', 'status'].includes(parts[2] ?? '');
  const [, namespace = ''] = scoped ? parts.splice(0, 2) : [];
  const [resource = '', name = '', subresource = '', ...rest] = parts;
  if (rest.length > 0) return undefined;
  return { group, version, resource, namespace, name, subresource };
}
