import { nearest } from '../diagnostics/nearest.ts';
import { lookOf, type Place, read, type Seen } from './seen.ts';

type Names = { readonly items: readonly { readonly metadata: { readonly name: string } }[] };

/** Whether the namespace is there; when it isn't, nothing else can be seen in it. */
export async function lookAtNamespace(place: Place): Promise<Seen> {
  const { context, namespace } = place;
  if ((await read(place, `/api/v1/namespaces/${namespace}`)) !== undefined)
    return { looks: [], sightings: [] };
  const names =
    (await read<Names>(place, '/api/v1/namespaces'))?.items.map(({ metadata }) => metadata.name) ?? [];
  const near = nearest(namespace, names);
  const command = `kubectl --context ${context} get namespaces`;
  return {
    looks: [lookOf(`namespace ${namespace} is not there; these are`, [names.join(' ')], command)],
    sightings: [{ kind: 'no-namespace', context, namespace, ...(near === undefined ? {} : { near }) }],
  };
}
