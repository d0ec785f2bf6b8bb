import type { KubeObject, ObjectKey } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type {
  GatewayObject,
  PodObject,
  PolicyAction,
  PolicyRule,
  RouteFilter,
  RouteMatch,
  RouteRule,
} from './objects.ts';
import type { VirtualMatch, VirtualRoute } from './virtual/objects.ts';

/**
 * What the mesh's control plane knows, worked out from the objects of a world and its peers each time it is asked: a
 * service, as the registry answers with it. Each file of this folder has the functions for one part.
 */
export type MeshService = {
  readonly origin: 'Service' | 'ServiceEntry' | 'Global';
  /** The object it comes from, in this world. */
  readonly key: ObjectKey;
  /** As ztunnel shows them; a global service has its Service's namespace. */
  readonly namespace: string;
  readonly name: string;
  /** `shop.web.svc.cluster.local`, `shop.web.mesh.internal`, `example.com`. */
  readonly hostname: string;
  readonly vips: readonly string[];
  readonly ports: readonly MeshPort[];
  readonly endpoints: readonly MeshEndpoint[];
  readonly distribution: 'PreferNetwork' | 'Any';
  /** Which endpoints clients take by where they are; any, without it. */
  readonly locality?: LocalityPreference;
  readonly waypoint: WaypointBinding;
  /** Whether traffic of ingress gateways goes through the waypoint as well. */
  readonly ingressUsesWaypoint: boolean;
};

/** `strict` takes only what matches in every scope, `failover` what matches in most of them, from the first on. */
export type LocalityPreference = {
  readonly mode: 'strict' | 'failover';
  readonly scopes: readonly ('network' | 'region' | 'zone' | 'subzone' | 'node')[];
};

type MeshPort = { readonly number: number; readonly name: string; readonly protocol: string };

/** `ports` goes from the service's port to the one that the endpoint listens on; no entry: not served there. */
export type MeshEndpoint =
  | {
      readonly kind: 'pod';
      readonly pod: PodObject;
      readonly address: string;
      readonly network: string;
      readonly healthy: boolean;
      readonly ports: Readonly<Record<number, number>>;
    }
  | {
      /** Everything that another cluster has of this service, behind its gateway. */
      readonly kind: 'remote';
      /** `autogen.<cluster>.<namespace>.<service>` */
      readonly name: string;
      readonly cluster: string;
      readonly network: string;
      readonly gateway: NetworkGateway;
      readonly healthy: boolean;
      readonly ports: Readonly<Record<number, number>>;
    }
  | {
      /** Outside the cluster: an IP address, or a name that whoever connects resolves. */
      readonly kind: 'external';
      readonly address: string;
      /** As its EndpointSlice names it. */
      readonly hostname?: string;
      /** As a ServiceEntry has them. */
      readonly labels?: Readonly<Record<string, string>>;
      /** Likewise, `region/zone/subzone`. */
      readonly locality?: string;
      readonly network: string;
      readonly healthy: boolean;
      readonly ports: Readonly<Record<number, number>>;
    };

export type NetworkGateway = { readonly network: string; readonly address: string; readonly port: number };

/** What a connection through another network's gateway meets, or why it gets nowhere. */
export type Crossing =
  | {
      readonly kind: 'crossed';
      readonly world: World;
      readonly service: MeshService;
      /** The way into that network, and the pods there that pass on what comes in. */
      readonly gateway: NetworkGateway;
      readonly pods: readonly PodObject[];
    }
  | { readonly kind: 'stopped'; readonly reason: string };

export type WaypointBinding =
  | { readonly kind: 'none' }
  | { readonly kind: 'bound'; readonly waypoint: Waypoint }
  | {
      /** Asked for, but traffic goes direct all the same. */
      readonly kind: 'refused';
      readonly gateway: { readonly namespace: string; readonly name: string };
      readonly reason: 'WaypointIsNotReady' | 'AttachmentDenied' | 'UnsupportedTrafficType';
      readonly message: string;
    };

export type Waypoint = {
  readonly gateway: GatewayObject;
  /** Which proxy it is: decides texts of refusals and logs. */
  readonly proxy: 'agentgateway' | 'envoy';
  readonly address: string;
  /** Another one than the sender's: ztunnel takes it for remote and goes direct. */
  readonly network: string;
  readonly pods: readonly PodObject[];
  /** Some pod is Ready and takes HBONE. */
  readonly healthy: boolean;
  readonly credentials: MeshCredentials;
};

/** Whether a gateway's proxies got a certificate that the mesh accepts; `reason` is what istiod's log would say. */
export type MeshCredentials =
  | { readonly kind: 'valid'; readonly identity: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'distrusted'; readonly identity: string; readonly reason: string };

/** One match of one rule of a route that is attached, for one host name or wildcard; without one, any host fits. */
export type AttachedRule = {
  readonly route: RouteOwner;
  readonly hostname?: string;
  /** Name of the listener that the route hangs on; routes of Services have none. */
  readonly listener?: string;
  readonly rule: RouteRule;
  readonly match: RouteMatch;
  readonly backends: readonly Backend[];
  /** As Envoy's log names it. */
  readonly name?: string;
  /** What only a VirtualService can say; its `match` counts then instead of the other. */
  readonly virtual?: {
    readonly route: VirtualRoute;
    readonly match: VirtualMatch;
    /** The one that requests come in on. */
    readonly port: number;
    /** Where copies go; `share` is from 0 to 1. */
    readonly copies: readonly { readonly backend: Backend; readonly share: number }[];
  };
};

/** An object with routes: an HTTPRoute, a GRPCRoute, a VirtualService. */
export type RouteOwner = Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>;

export type Backend = {
  /** Of a DestinationRule, where a VirtualService asks for one. */
  readonly subset?: string;
  readonly weight: number;
  readonly port: number;
  readonly filters: readonly RouteFilter[];
  readonly target:
    | { readonly kind: 'service'; readonly service: MeshService }
    | {
        readonly kind: 'invalid';
        /** `PortNotFound` isn't told in statuses: controllers don't look. `NoCluster` is a VirtualService's. */
        readonly reason: 'BackendNotFound' | 'PortNotFound' | 'RefNotPermitted' | 'InvalidKind' | 'NoCluster';
        readonly message: string;
      };
};

/** At a pod, rules hold only what ztunnel can see: see policies.ts. */
export type MeshPolicy = {
  readonly namespace: string;
  readonly name: string;
  readonly action: PolicyAction;
  readonly scope: 'Global' | 'Namespace' | 'WorkloadSelector' | 'Target';
  readonly rules: readonly PolicyRule[];
};

export type TlsMode =
  | { readonly mode: 'none' }
  | {
      readonly mode: 'simple';
      readonly sni: string;
      /** Whether the server's certificate has to be one that public authorities vouch for. */
      readonly verifies: boolean;
      /** Names of which it has to be for one; any, if there are none. */
      readonly names: readonly string[];
    }
  | { readonly mode: 'unsupported'; readonly asked: string };

/** A service that some peered cluster shares. */
export type GlobalService = {
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
  /** Clusters that share it. */
  readonly clusters: readonly string[];
  /** The Services themselves, by cluster. */
  readonly members: readonly { readonly world: World; readonly service: KubeObject }[];
};
