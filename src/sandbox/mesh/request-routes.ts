import type { World } from '../world.ts';
import type { GrpcMatch, GrpcRouteObject } from './grpc-route-objects.ts';
import type { HttpRouteObject, RouteMatch } from './objects.ts';
import { resources } from './resources.ts';

/** Every route of requests: HTTPRoutes, and GRPCRoutes as the HTTP that they are. */
export const requestRoutes = (world: World): readonly HttpRouteObject[] => [
  ...world.store.list<HttpRouteObject>(resources.httpRoutes),
  ...world.store.list<GrpcRouteObject>(resources.grpcRoutes).map(asHttp),
];

/**
 * A call of gRPC is a request for `/service/method`, so that what a GRPCRoute matches is a path and headers.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests
 */
export const asHttp = (route: GrpcRouteObject): HttpRouteObject => {
  const { rules = [], ...spec } = route.spec ?? {};
  return {
    ...route,
    spec: {
      ...spec,
      rules: rules.map(({ matches, ...rule }) => ({
        ...rule,
        ...(matches ? { matches: matches.map(asRequest) } : {}),
      })),
    },
  };
};

function asRequest({ method, headers }: GrpcMatch): RouteMatch {
  return { ...(headers ? { headers } : {}), ...(method ? { path: pathOf(method) } : {}) };
}

type Path = RouteMatch['path'] & object;

function pathOf({ type = 'Exact', service, method }: NonNullable<GrpcMatch['method']>): Path {
  if (type === 'RegularExpression') return { type, value: `/${service ?? '[^/]+'}/${method ?? '[^/]+'}` };
  if (service && method) return { type: 'Exact', value: `/${service}/${method}` };
  if (service) return { type: 'PathPrefix', value: `/${service}/` };
  return { type: 'RegularExpression', value: `/[^/]+/${method ?? '[^/]+'}` };
}
