/** Who makes a request. @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/ */
export type User = {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
};

export const allAuthenticated = 'system:authenticated';
export const allUnauthenticated = 'system:unauthenticated';
const anonymousName = 'system:anonymous';

/** Who brings no credentials at all. */
export const anonymous: User = { name: anonymousName, groups: [allUnauthenticated] };

const serviceAccountPrefix = 'system:serviceaccount:';

/** The name that a service account has as a user. */
export const serviceAccountUser = (namespace: string, name: string): string =>
  `${serviceAccountPrefix}${namespace}:${name}`;

/** The groups that each service account of a namespace is in. */
export const serviceAccountGroups = (namespace: string): readonly string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
];

/** Namespace and name of the service account that a user is; undefined for any other user. */
export function serviceAccountOf(user: string): { namespace: string; name: string } | undefined {
  if (!user.startsWith(serviceAccountPrefix)) return undefined;
  const [namespace, name, ...rest] = user.slice(serviceAccountPrefix.length).split(':');
  return namespace && name && rest.length === 0 ? { namespace, name } : undefined;
}

/** A program of the control plane that works under a service account of its own, as controllers do. */
export const controllerUser = (name: string): User => ({
  name: serviceAccountUser('kube-system', name),
  groups: [...serviceAccountGroups('kube-system'), allAuthenticated],
});

/** The user as objects of the API show it. */
export const userInfo = ({ name, uid, groups, extra }: User): object => ({
  username: name,
  ...(uid ? { uid } : {}),
  ...(groups.length ? { groups } : {}),
  ...(extra && Object.keys(extra).length ? { extra } : {}),
});
