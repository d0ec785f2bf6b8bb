import { nearest } from '../diagnostics/nearest.ts';
import { lookOf, type Place, read, type Seen } from './seen.ts';

type Names = { readonly items: readonly { readonly metadata: { readonly name: string } }[] };

type Namespace = {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
};

type Condition = { readonly type: string; readonly status: string; readonly message?: string };

/** Conditions of a namespace that say what keeps it, those that name finalizers first. */
const keeping: readonly string[] = [
  'NamespaceFinalizersRemaining',
  'NamespaceContentRemaining',
  'NamespaceDeletionContentFailure',
  'NamespaceDeletionDiscoveryFailure',
];

/** Whether the namespace is there; when it isn't, nothing else can be seen in it. One that is going says what keeps it. */
export async function lookAtNamespace(place: Place): Promise<Seen> {
  const { context, namespace } = place;
  const found = await read<Namespace>(place, `/api/v1/namespaces/${namespace}`);
  if (found !== undefined) return lookAtEnding(place, found);
  const names =
    (await read<Names>(place, '/api/v1/namespaces'))?.items.map(({ metadata }) => metadata.name) ?? [];
  const near = nearest(namespace, names);
  const command = `kubectl --context ${context} get namespaces`;
  return {
    looks: [lookOf(`namespace ${namespace} is not there; these are`, [names.join(' ')], command)],
    sightings: [{ kind: 'no-namespace', context, namespace, ...(near === undefined ? {} : { near }) }],
  };
}

function lookAtEnding({ context, namespace }: Place, { metadata, status = {} }: Namespace): Seen {
  if (metadata.deletionTimestamp === undefined) return { looks: [], sightings: [] };
  const kept = (status.conditions ?? [])
    .filter((condition) => keeping.includes(condition.type) && condition.status === 'True')
    .toSorted((one, other) => keeping.indexOf(one.type) - keeping.indexOf(other.type));
  const [first] = kept;
  const command = `kubectl --context ${context} get namespace ${namespace} -o yaml`;
  return {
    looks: [
      lookOf(
        `namespace ${namespace} is being deleted`,
        kept.map(({ type, message = '' }) => `${type}  ${message}`),
        command,
      ),
    ],
    sightings: [
      {
        kind: 'ending',
        context,
        resource: 'namespace',
        name: namespace,
        ...(first?.message === undefined ? {} : { why: first.message }),
      },
    ],
  };
}
