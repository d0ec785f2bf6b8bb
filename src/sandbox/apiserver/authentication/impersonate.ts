import type { World } from '../../world.ts';
import { type Authorizer, forbiddenRequest } from '../authorization/authorizer.ts';
import { ApiError } from '../store/api-error.ts';
import {
  allAuthenticated,
  allUnauthenticated,
  anonymous,
  serviceAccountGroups,
  serviceAccountOf,
  type User,
} from './user.ts';

/** Headers with all their values, names in lower case. */
type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>;

const extraPrefix = 'impersonate-extra-';

/**
 * The user that a request asks to be taken for; the one that makes it, when it asks for nobody.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 * @throws ApiError 403 unless the requester may impersonate everything that is asked for, 500 for half a request
 */
export function impersonate(
  { authorizer, world }: { readonly authorizer: Authorizer; readonly world: World },
  requester: User,
  headers: DistinctHeaders,
): User {
  const asked = askedFor(headers);
  if (!asked) return requester;
  for (const { group = '', namespace = '', resource, subresource = '', name } of asked.checks) {
    const attributes = {
      user: requester,
      verb: 'impersonate',
      group,
      resource,
      subresource,
      namespace,
      name,
    };
    if (!authorizer.authorize(world, attributes).allowed) throw forbiddenRequest(attributes);
  }
  return asked.user;
}

type Check = {
  readonly group?: string;
  readonly namespace?: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name: string;
};

const authentication = 'authentication.k8s.io';

function askedFor(headers: DistinctHeaders): { user: User; checks: readonly Check[] } | undefined {
  const [name = ''] = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  const [uid = ''] = headers['impersonate-uid'] ?? [];
  const extra = extraOf(headers);
  if (!name && !groups.length && !uid && !Object.keys(extra).length) return undefined;
  if (!name)
    throw new ApiError(
      500,
      'InternalError',
      'Internal Server Error: requested impersonation of groups, extra or uid without impersonating a user',
    );
  const account = serviceAccountOf(name);
  const givenGroups = account && !groups.length ? serviceAccountGroups(account.namespace) : groups;
  const checks = [
    account ? { resource: 'serviceaccounts', ...account } : { resource: 'users', name },
    ...groups.map((group) => ({ resource: 'groups', name: group })),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => ({
        group: authentication,
        resource: 'userextras',
        subresource: key,
        name: value,
      })),
    ),
    ...(uid ? [{ group: authentication, resource: 'uids', name: uid }] : []),
  ];
  const user = { name, groups: withImplied(name, givenGroups), extra, ...(uid ? { uid } : {}) };
  return { user, checks };
}

function extraOf(headers: DistinctHeaders): Readonly<Record<string, readonly string[]>> {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(extraPrefix));
  return Object.fromEntries(
    found.map(([name, values = []]) => [unescapeKey(name.slice(extraPrefix.length)), values]),
  );
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Whoever is impersonated counts as authenticated, unless the groups say something about that themselves. */
function withImplied(name: string, groups: readonly string[]): readonly string[] {
  const isAnonymous = name === anonymous.name;
  const telling = isAnonymous ? [allUnauthenticated] : [allAuthenticated, allUnauthenticated];
  if (groups.some((group) => telling.includes(group))) return groups;
  return [...groups, isAnonymous ? allUnauthenticated : allAuthenticated];
}
