import type { World } from '../../world.ts';
import { fieldsAt, listAt, textAt } from '../fields.ts';
import type { KubeObject, ObjectKey } from '../store/object.ts';
import { type Claims, readToken, signToken } from './json-web-token.ts';
import { allAuthenticated, serviceAccountGroups, serviceAccountUser, type User } from './user.ts';

/** Who signs tokens, and whom they are for unless somebody else is named: the API server. */
export const issuer = 'https://kubernetes.default.svc.cluster.local';
const legacyIssuer = 'kubernetes/serviceaccount';

/** What a token is bound to: it dies with the object. */
export type BoundTo = { readonly kind: 'pod' | 'secret' | 'node'; readonly object: KubeObject };

type TokenOptions = {
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundTo?: BoundTo;
  /** Of a token that is bound to a pod. */
  readonly node?: KubeObject | undefined;
};

/**
 * A token by which a service account is known.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#schema-for-service-account-private-claims
 */
export function issueToken(world: World, account: KubeObject, options: TokenOptions): Promise<string> {
  const { namespace = '', name } = account.metadata;
  const now = secondsNow(world);
  const { boundTo, node } = options;
  return signToken(world.store, {
    aud: options.audiences,
    exp: now + options.expirationSeconds,
    iat: now,
    iss: issuer,
    jti: crypto.randomUUID(),
    'kubernetes.io': {
      namespace,
      ...(node ? { node: reference(node) } : {}),
      ...(boundTo ? { [boundTo.kind]: reference(boundTo.object) } : {}),
      serviceaccount: reference(account),
    },
    nbf: now,
    sub: serviceAccountUser(namespace, name),
  });
}

/** A token that is kept in a Secret and never ends. */
export function issueLegacyToken(world: World, account: KubeObject, secret: KubeObject): Promise<string> {
  const { namespace = '', name, uid } = account.metadata;
  return signToken(world.store, {
    iss: legacyIssuer,
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secret.metadata.name,
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uid,
    sub: serviceAccountUser(namespace, name),
  });
}

const reference = ({ metadata: { name, uid } }: KubeObject): object => ({ name, uid });

const secondsNow = (world: World): number => Math.floor(world.clock.now().getTime() / 1000);

/** The bearer of a token, and whom of `audiences` it is for. */
type TokenBearer = { readonly user: User; readonly audiences: readonly string[] };

/** Whose a token is: undefined when it isn't this cluster's, has ended, or what it is bound to has. */
export async function bearerOf(
  world: World,
  token: string,
  audiences: readonly string[] = [issuer],
): Promise<TokenBearer | undefined> {
  const claims = await readToken(world.store, token);
  if (claims?.iss === legacyIssuer) return legacyBearer(world, claims, token);
  if (claims?.iss !== issuer) return undefined;
  const meant = listAt(claims, 'aud').filter((one): one is string => audiences.includes(String(one)));
  const user = meant.length && isCurrent(world, claims) ? boundUser(world, claims) : undefined;
  return user && { user, audiences: meant };
}

function isCurrent(world: World, { exp, nbf }: Claims): boolean {
  const now = secondsNow(world);
  return typeof exp === 'number' && now < exp && (typeof nbf !== 'number' || now >= nbf - leewaySeconds);
}

const leewaySeconds = 60;

function boundUser(world: World, claims: Claims): User | undefined {
  const bound = claims['kubernetes.io'];
  const namespace = textAt(bound, 'namespace');
  const account = alive(world, 'serviceaccounts', namespace, fieldsAt(bound, 'serviceaccount'));
  const { pod, secret, node } = fieldsAt({ bound }, 'bound');
  const isBound =
    (!pod || alive(world, 'pods', namespace, pod)) &&
    (!secret || alive(world, 'secrets', namespace, secret)) &&
    (!node || pod || alive(world, 'nodes', '', node));
  if (!account || !isBound) return undefined;
  const extra = {
    'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
    ...named('node', node),
    ...named('pod', pod),
  };
  return { ...accountUser(account), extra };
}

const named = (kind: string, reference: unknown): Readonly<Record<string, readonly string[]>> =>
  reference
    ? {
        [`authentication.kubernetes.io/${kind}-name`]: [textAt(reference, 'name')],
        [`authentication.kubernetes.io/${kind}-uid`]: [textAt(reference, 'uid')],
      }
    : {};

function alive(
  world: World,
  resource: ObjectKey['resource'],
  namespace: string,
  bound: unknown,
): KubeObject | undefined {
  const found = world.store.get({ resource, namespace, name: textAt(bound, 'name') });
  return found?.metadata.uid === textAt(bound, 'uid') ? found : undefined;
}

function legacyBearer(world: World, claims: Claims, token: string): TokenBearer | undefined {
  const claim = (name: string): string => String(claims[`kubernetes.io/serviceaccount/${name}`] ?? '');
  const namespace = claim('namespace');
  const name = claim('secret.name');
  const secret = world.store.get({ resource: 'secrets', namespace, name });
  const bound = { name: claim('service-account.name'), uid: claim('service-account.uid') };
  const account = alive(world, 'serviceaccounts', namespace, bound);
  const isKept = secret && !secret.metadata.deletionTimestamp && textAt(secret, 'data.token') === btoa(token);
  return account && isKept ? { user: accountUser(account), audiences: [issuer] } : undefined;
}

function accountUser({ metadata: { namespace = '', name, uid } }: KubeObject): User {
  const groups = [...serviceAccountGroups(namespace), allAuthenticated];
  return { name: serviceAccountUser(namespace, name), groups, ...(uid ? { uid } : {}) };
}
