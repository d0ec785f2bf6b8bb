import type { User } from '../authentication/user.ts';

/** What is decided on: may this user do this to these. */
export type Attributes = ResourceAttributes | PathAttributes;

export type ResourceAttributes = {
  readonly user: User;
  readonly verb: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty at the cluster scope. */
  readonly namespace: string;
  readonly name: string;
};

/** Of a request for something that is no resource, such as `/healthz`. */
type PathAttributes = { readonly user: User; readonly verb: string; readonly path: string };

/** A request as far as an authorizer looks at it. */
export type Call = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
};

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/**
 * Reads a request's path as authorizers do: from its form alone, whether or not there is such a resource.
 * @see kubernetes, staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go
 */
export function attributesOf(call: Call): Attributes {
  const { user, method, path, query } = call;
  const [root, ...rest] = path.split('/').filter(Boolean).map(unescapePart);
  const [group, parts] = root === 'api' ? ['', rest] : [rest[0] ?? '', rest.slice(1)];
  if ((root !== 'api' && root !== 'apis') || parts.length < 2)
    return { user, verb: method.toLowerCase(), path };
  const [, ...place] = parts;
  const isScoped = place[0] === 'namespaces' && place.length > 1;
  const namespace = isScoped ? (place[1] ?? '') : '';
  const isInside = isScoped && place.length > 2 && !namespaceSubresources.has(place[2] ?? '');
  const [resource = '', name = '', subresource = ''] = isInside ? place.slice(2) : place;
  const verb = collectionVerb(verbs[method] ?? '', name, query);
  return { user, verb, group, resource, subresource, namespace, name: name || nameOf(verb, query) };
}

const namespaceSubresources = new Set(['status', 'finalize']);

function collectionVerb(verb: string, name: string, query: URLSearchParams): string {
  if (name) return verb;
  if (verb === 'delete') return 'deletecollection';
  if (verb !== 'get') return verb;
  return ['true', '1'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
}

/** A list of what has one name is a request for that name. */
function nameOf(verb: string, query: URLSearchParams): string {
  if (verb !== 'list' && verb !== 'watch') return '';
  const [, name = ''] = /(?:^|,)metadata\.name==?([^,=!]+)/.exec(query.get('fieldSelector') ?? '') ?? [];
  return name;
}

function unescapePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
