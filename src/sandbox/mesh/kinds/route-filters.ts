import type { KindBehaviour } from '../../apiserver/kind.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { RouteFilter, RouteRule } from '../objects.ts';

type Route = KubeObject & { readonly spec?: { readonly rules?: readonly RouteRule[] } };

/** What no proxy here does to a request is refused when a route asks for it, not when a request comes. */
export const refuseExtensions: NonNullable<KindBehaviour['refuse']> = (object) => {
  const rules = (object as Route).spec?.rules ?? [];
  const all: readonly RouteFilter[] = rules.flatMap(({ filters = [], backendRefs = [] }) => [
    ...filters,
    ...backendRefs.flatMap((ref) => ref.filters ?? []),
  ]);
  return all.some(({ type }) => type === 'ExtensionRef')
    ? new ApiError(501, 'NotImplemented', 'sandbox: filters of type ExtensionRef are not simulated')
    : undefined;
};
