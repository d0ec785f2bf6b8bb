import { hasRules } from './cel/evaluate.ts';
import { loadCel } from './cel/library.ts';
import type { ApiContext } from './context.ts';
import { definitionResource } from './custom/custom-kinds.ts';
import { fixedRoute } from './fixed-routes.ts';
import type { ResourceRequest } from './request.ts';
import type { ApiResponse } from './response.ts';
import {
  type IncomingCall,
  methodNotAllowed,
  pathNotFound,
  resourceRequest,
  unknownResource,
} from './routes.ts';
import { ApiError } from './store/api-error.ts';
import { resourceName } from './store/object.ts';
import { finalizeNamespace } from './subresources/finalize.ts';
import { readLog } from './subresources/log.ts';
import { bindPod, evictPod } from './subresources/pod-actions.ts';
import { scaleObject } from './subresources/scale.ts';
import { createToken } from './subresources/token.ts';
import { createObject } from './verbs/create.ts';
import { removeObject } from './verbs/delete.ts';
import { removeCollection } from './verbs/delete-collection.ts';
import { getObject } from './verbs/get.ts';
import { listObjects } from './verbs/list.ts';
import { patchObject } from './verbs/patch.ts';
import { replaceObject } from './verbs/replace.ts';
import { watchObjects } from './verbs/watch.ts';

type Verb = (request: ResourceRequest) => Promise<ApiResponse>;
type Verbs = Readonly<Record<string, Verb>>;

/** Answers any request but those that upgrade their connection. @throws ApiError */
export async function dispatch(context: ApiContext, call: IncomingCall): Promise<ApiResponse> {
  const fixed = await fixedRoute(context, call);
  if (fixed) return fixed;
  const request = resourceRequest(context, call);
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  const verb = verbsOf(request)[method];
  if (!verb || !allows(request, method)) throw methodNotAllowed();
  if (method !== 'GET' && mayHaveRules(request)) await loadCel();
  return withWarning(await verb(request), request.kind.deprecation);
}

const withWarning = (response: ApiResponse, warning: string | undefined): ApiResponse =>
  warning === undefined ? response : { ...response, warnings: [warning, ...(response.warnings ?? [])] };

/** Rules are read when an object is written, which takes place in one go: what they need is there before. */
const mayHaveRules = ({ kind, resource }: ResourceRequest): boolean =>
  resource === definitionResource ||
  kind.hasExpressions === true ||
  (kind.custom && hasRules(kind.schemaOf().schema, kind.schemaOf().definitions));

/** Not every kind has every verb: namespaces aren't deleted by the dozen, and reviews aren't kept. */
function allows({ kind, name, subresource }: ResourceRequest, method: string): boolean {
  if (subresource) return true;
  const verb = name ? verbOfObject[method] : verbOfCollection[method];
  return verb !== undefined && kind.verbs.includes(verb);
}

const verbOfObject: Readonly<Record<string, string>> = {
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

const verbOfCollection: Readonly<Record<string, string>> = {
  GET: 'list',
  POST: 'create',
  DELETE: 'deletecollection',
};

const onObject: Verbs = { GET: getOrWatch, PUT: replaceObject, PATCH: patchObject, DELETE: removeObject };
const onPart: Verbs = { GET: getObject, PUT: replaceObject, PATCH: patchObject };
const onCollection: Verbs = { GET: listOrWatch, POST: createObject, DELETE: removeCollection };
const acrossNamespaces: Verbs = { GET: listOrWatch };

const onSubresource: Readonly<Record<string, Verbs>> = {
  approval: onPart,
  attach: { GET: needsUpgrade, POST: needsUpgrade },
  binding: { POST: bindPod },
  ephemeralcontainers: onPart,
  eviction: { POST: evictPod },
  exec: { GET: needsUpgrade, POST: needsUpgrade },
  finalize: { PUT: finalizeNamespace },
  log: { GET: readLog },
  portforward: { GET: needsUpgrade, POST: needsUpgrade },
  scale: { GET: scaleObject, PUT: scaleObject, PATCH: scaleObject },
  status: onPart,
  token: { POST: createToken },
};

/** Sub-resources of the real API that clients may reach for and that aren't simulated. */
const notSimulated = new Set(['proxy', 'resize']);

function verbsOf(request: ResourceRequest): Verbs {
  const { name, namespace, subresource, kind } = request;
  if (subresource && notSimulated.has(subresource) && kind.subresources.includes(subresource))
    throw notSimulatedError(`${kind.plural}/${subresource}`);
  if (kind.isAbsent || !kind.verbs.includes('get') || !(kind.compute || kind.verbs.includes('watch')))
    throw notSimulatedError(resourceName(kind.group, kind.plural));
  if (kind.compute && kind.verbs.includes('watch') && !isReading(request))
    throw notSimulatedError(`changing or watching ${resourceName(kind.group, kind.plural)}`);
  if (subresource)
    return kind.subresources.includes(subresource)
      ? (onSubresource[subresource] ?? {})
      : missing(kind.custom);
  if (name) return onObject;
  return kind.namespaced && !namespace ? acrossNamespaces : onCollection;
}

const isReading = (request: ResourceRequest): boolean =>
  ['GET', 'HEAD'].includes(request.method) && !isWatch(request);

const notSimulatedError = (what: string): ApiError =>
  new ApiError(501, 'NotImplemented', `sandbox: ${what} is not simulated`);

const missing = (isCustom: boolean): never => {
  throw isCustom ? pathNotFound() : unknownResource();
};

function listOrWatch(request: ResourceRequest): Promise<ApiResponse> {
  return isWatch(request) ? watching(request) : listObjects(request);
}

function getOrWatch(request: ResourceRequest): Promise<ApiResponse> {
  return isWatch(request) ? watching(request) : getObject(request);
}

function watching(request: ResourceRequest): Promise<ApiResponse> {
  if (!request.kind.verbs.includes('watch')) throw methodNotAllowed();
  return watchObjects(request);
}

const isWatch = ({ query }: ResourceRequest): boolean => ['true', '1'].includes(query.get('watch') ?? '');

async function needsUpgrade(): Promise<never> {
  throw new ApiError(400, 'BadRequest', 'Upgrade request required');
}
