import type { KubeObject } from '../apiserver/store/object.ts';
import type { ParentRef, RouteParentStatus, RouteRule, ValueMatch } from './objects.ts';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#grpcroutematch */
export type GrpcMatch = {
  readonly method?: { readonly type?: string; readonly service?: string; readonly method?: string };
  readonly headers?: readonly ValueMatch[];
};

export type GrpcRouteObject = KubeObject & {
  readonly spec?: {
    readonly parentRefs?: readonly ParentRef[];
    readonly hostnames?: readonly string[];
    readonly rules?: readonly (Omit<RouteRule, 'matches'> & { readonly matches?: readonly GrpcMatch[] })[];
  };
  readonly status?: { readonly parents?: readonly RouteParentStatus[] };
};
