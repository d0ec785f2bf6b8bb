import type { IncomingHttpHeaders } from 'node:http';
import type { FieldValidation } from './admission/admit.ts';
import type { User } from './authentication/user.ts';
import type { ApiContext } from './context.ts';
import type { Kind } from './kind.ts';
import { ApiError, badRequest } from './store/api-error.ts';
import type { KubeObject, ObjectKey } from './store/object.ts';

/** A request for a resource, after its path has been found to name a kind that is served. */
export type ResourceRequest = ApiContext & {
  readonly user: User;
  readonly method: string;
  readonly kind: Kind;
  /** Plural with its group, as the store names it. */
  readonly resource: string;
  /** The served version that was asked for. */
  readonly version: string;
  /** Empty for cluster-scoped kinds, and for a list over all namespaces. */
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly readBody: () => Promise<Buffer>;
};

export const keyOfRequest = ({ resource, namespace, name }: ResourceRequest): ObjectKey => ({
  resource,
  namespace,
  name,
});

/** `apps/v1`, or `v1` in the core group. */
export const apiVersionOf = (group: string, version: string): string =>
  group ? `${group}/${version}` : version;

/** The object as the version that was asked for shows it. */
export function inVersion({ kind, version }: ResourceRequest, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(kind.group, version);
  const shown =
    object.apiVersion === apiVersion
      ? object
      : { ...(kind.convert?.(object, version) ?? object), apiVersion };
  if (kind.countsGenerations !== false) return shown;
  const { generation: _generation, ...metadata } = shown.metadata;
  return { ...shown, metadata };
}

/** The object in the version it is stored in. */
export function inStoredVersion(kind: Kind, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(kind.group, kind.storageVersion);
  const converted =
    object.apiVersion && object.apiVersion !== apiVersion
      ? kind.convert?.(object, kind.storageVersion)
      : undefined;
  return { ...(converted ?? object), apiVersion, kind: kind.kind };
}

/** @throws ApiError 422 for anything but `All` */
export function isDryRun(query: URLSearchParams): boolean {
  const given = query.getAll('dryRun');
  const wrong = given.find((value) => value !== 'All');
  if (wrong !== undefined)
    throw new ApiError(
      422,
      'Invalid',
      ` "" is invalid: dryRun: Unsupported value: ["${wrong}"]: supported values: "All"`,
    );
  return given.length > 0;
}

/** Warn is the default. @throws ApiError for a word that isn't known */
export function fieldValidationOf(query: URLSearchParams): FieldValidation {
  const given = query.get('fieldValidation') || 'Warn';
  if (given === 'Strict' || given === 'Warn' || given === 'Ignore') return given;
  throw badRequest(
    `fieldValidation: Unsupported value: "${given}": supported values: "Ignore", "Warn", "Strict"`,
  );
}

/** Who writes, for `managedFields`: as given, else the client's name from its User-Agent. */
export function fieldManagerOf({ query, headers }: ResourceRequest): string {
  const client = (headers['user-agent'] ?? 'unknown').split('/')[0] ?? '';
  return query.get('fieldManager') || client.slice(0, 128) || 'unknown';
}

/** The object at the request's place. @throws ApiError NotFound */
export function requireObject(request: ResourceRequest): KubeObject {
  const found = storedObject(request);
  if (found) return found;
  throw new ApiError(404, 'NotFound', `${request.resource} "${request.name}" not found`, detailsOf(request));
}

/** The object at the request's place, if there is one. */
function storedObject(request: ResourceRequest): KubeObject | undefined {
  const { kind, world, name, namespace } = request;
  if (!kind.compute) return world.store.get(keyOfRequest(request));
  const isMeant = ({ metadata }: KubeObject): boolean =>
    metadata.name === name && (metadata.namespace ?? '') === namespace;
  return kind.compute(world).find(isMeant);
}

/** What a Status says it is about. */
export const detailsOf = ({
  name,
  kind,
}: ResourceRequest): { name: string; group?: string; kind: string } => ({
  name,
  ...(kind.group ? { group: kind.group } : {}),
  kind: kind.plural,
});
