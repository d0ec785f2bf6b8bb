import { nearest } from '../diagnostics/nearest.ts';
import type { Sighting } from '../model/finding.ts';
import type { ApiResource } from './api-resources.ts';
import { lookOf, type Place, read, type Seen } from './seen.ts';

/** Conditions that are bad news when they are True; all others when they are not. */
const badWhenTrue =
  /Pressure$|Failure$|Failed$|Unavailable$|^Degraded$|^Stalled$|^Suspended$|^Conflicted$|^PartiallyInvalid$|^OverlappingTLSConfig$/;

type Condition = {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
};

type Watched = {
  readonly metadata: { readonly deletionTimestamp?: string; readonly finalizers?: readonly string[] };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly parents?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly ancestors?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly listeners?: readonly { readonly conditions?: readonly Condition[] }[];
  };
};

/** What an object says of itself: conditions that are not as they should be, or that there is no such object. */
export async function lookAtObject(place: Place, resource: ApiResource, name: string): Promise<Seen> {
  const { namespaced, base, plural } = resource;
  const list = namespaced ? `${base}/namespaces/${place.namespace}/${plural}` : `${base}/${plural}`;
  const object = await read<Watched>(place, `${list}/${name}`);
  if (object === undefined) return lookForNear(place, resource, { list, name });
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp !== undefined && finalizers.length > 0)
    return keptObject(place, typedAs(resource), name, finalizers);
  const bad = conditionsOf(object)
    .filter(isBad)
    .toSorted((one, other) => rank(one) - rank(other));
  if (bad.length === 0) return { looks: [], sightings: [] };
  const { context, namespace, kubectl } = place;
  const of = { context, ...(namespaced ? { namespace } : {}), resource: typedAs(resource), name };
  return {
    looks: [
      lookOf(
        `conditions of ${typedAs(resource)}/${name}`,
        bad.map(told),
        `${kubectl} describe ${typedAs(resource)} ${name}`,
      ),
    ],
    sightings: bad.map((condition): Sighting => ({ kind: 'condition', ...of, ...factsOf(condition) })),
  };
}

function keptObject(
  { context, namespace, kubectl }: Place,
  resource: string,
  name: string,
  finalizers: readonly string[],
): Seen {
  const kept = finalizers.join(', ');
  const command = `${kubectl} get ${resource} ${name} -o jsonpath={.metadata.finalizers}`;
  const why = `the owner of its finalizer ${kept} has not removed it`;
  return {
    looks: [lookOf(`${resource}/${name} is being deleted`, [why], command)],
    sightings: [{ kind: 'ending', context, namespace, resource, name, why }],
  };
}

type Names = { readonly items: readonly { readonly metadata: { readonly name: string } }[] };

async function lookForNear(
  place: Place,
  resource: ApiResource,
  { list, name }: { readonly list: string; readonly name: string },
): Promise<Seen> {
  const { context, namespace, kubectl } = place;
  const names =
    (await read<Names>(place, `${list}?limit=200`))?.items.map(({ metadata }) => metadata.name) ?? [];
  const near = nearest(name, names);
  const typed = typedAs(resource);
  const title =
    names.length === 0
      ? `${typed}/${name} is not there, nor any other`
      : `${typed}/${name} is not there; these are`;
  return {
    looks: [lookOf(title, names, `${kubectl} get ${resource.plural}`)],
    sightings: [
      {
        kind: 'no-object',
        context,
        ...(resource.namespaced ? { namespace } : {}),
        resource: typed,
        name,
        ...(near === undefined ? {} : { near }),
      },
    ],
  };
}

function conditionsOf({ status = {} }: Watched): readonly Condition[] {
  const { conditions = [], parents = [], ancestors = [], listeners = [] } = status;
  return [
    ...conditions,
    ...[...parents, ...ancestors, ...listeners].flatMap((part) => part.conditions ?? []),
  ];
}

function isBad({ type, status }: Condition): boolean {
  return badWhenTrue.test(type) ? status === 'True' : status !== 'True';
}

/**
 * Those first that name what went wrong: that something failed, and that there is no progress. That too few replicas
 * are available only follows from it.
 */
function rank({ type }: Condition): number {
  if (type.endsWith('Failure') || type.endsWith('Failed')) return 0;
  if (type === 'Progressing') return 1;
  return type === 'Available' || type === 'Ready' ? 3 : 2;
}

function told({ type, status, reason = '', message = '' }: Condition): string {
  return `${type}=${status}  ${reason}${message === '' ? '' : `: ${message}`}`;
}

function factsOf({ type, status, reason, message }: Condition) {
  return {
    type,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

/** As kubectl takes it without a doubt. */
function typedAs({ group, kind }: ApiResource): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}
