import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { MeshService, Waypoint } from './model.ts';
import type { GatewayObject, PodObject, PolicyTargetRef } from './objects.ts';
import { isAtGateway, isTargeted } from './policies.ts';
import { resources } from './resources.ts';

/** Which tokens are taken, and what is made of them. */
export type JwtRule = {
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  /** A JSON Web Key Set. */
  readonly jwks?: string;
  readonly fromHeaders?: readonly { readonly name: string; readonly prefix?: string }[];
  readonly fromParams?: readonly string[];
  readonly fromCookies?: readonly string[];
  readonly forwardOriginalToken?: boolean;
  readonly outputPayloadToHeader?: string;
  readonly outputClaimToHeaders?: readonly { readonly header: string; readonly claim: string }[];
  readonly spaceDelimitedClaims?: readonly string[];
};

/** @see https://istio.io/latest/docs/reference/config/security/request_authentication/ */
type RequestAuthenticationObject = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: PolicyTargetRef;
    readonly targetRefs?: readonly PolicyTargetRef[];
    readonly jwtRules?: readonly JwtRule[];
  };
};

/** Rules for tokens of requests to a service, at its waypoint. agentgateway's don't know the kind. */
export const jwtRulesAtWaypoint = (
  world: World,
  waypoint: Waypoint,
  service: MeshService,
): readonly JwtRule[] =>
  waypoint.proxy === 'envoy' ? rulesOf(world, (each) => isTargeted(world, each, waypoint, service)) : [];

/** Rules for tokens at a gateway of Istio's own class. */
export const jwtRulesAtGateway = (world: World, gateway: GatewayObject, pod: PodObject): readonly JwtRule[] =>
  rulesOf(world, (each) => isAtGateway(each, gateway, pod));

/** By issuer, as istiod orders them. */
const rulesOf = (world: World, isMeant: (each: RequestAuthenticationObject) => boolean): readonly JwtRule[] =>
  world.store
    .list<RequestAuthenticationObject>(resources.requestAuthentications)
    .filter(isMeant)
    .flatMap(({ spec }) => spec?.jwtRules ?? [])
    .sort((a, b) => ((a.issuer ?? '') < (b.issuer ?? '') ? -1 : 1));
