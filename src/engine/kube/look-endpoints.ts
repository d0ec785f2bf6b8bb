import { lookOf, type Place, read, type Seen } from './seen.ts';

type Slices = {
  readonly items: readonly {
    readonly endpoints?: readonly {
      readonly addresses?: readonly string[];
      readonly conditions?: { readonly ready?: boolean };
      readonly targetRef?: { readonly name?: string };
    }[];
  }[];
};

/** Whether anything answers for a Service. A condition `ready` that isn't set counts as ready, as in Kubernetes. */
export async function lookAtEndpoints(place: Place, service: string): Promise<Seen> {
  const { context, namespace, kubectl } = place;
  if ((await read(place, `/api/v1/namespaces/${namespace}/services/${service}`)) === undefined)
    return { looks: [], sightings: [] };
  const label = `kubernetes.io/service-name=${service}`;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const slices = await read<Slices>(place, `${path}?labelSelector=${encodeURIComponent(label)}`);
  const endpoints = slices?.items.flatMap((slice) => slice.endpoints ?? []) ?? [];
  if (endpoints.some(({ conditions }) => conditions?.ready !== false)) return { looks: [], sightings: [] };
  const lines = endpoints.map(
    ({ addresses = [], targetRef }) => `${addresses.join(' ')} ${targetRef?.name ?? ''} not ready`,
  );
  const title = `service/${service} has no ${endpoints.length === 0 ? '' : 'ready '}endpoints`;
  return {
    looks: [lookOf(title, lines, `${kubectl} get endpointslices -l ${label}`)],
    sightings: [{ kind: 'no-endpoints', context, namespace, service }],
  };
}
