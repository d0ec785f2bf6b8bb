import type { Touched } from '../model/finding.ts';
import { type ApiResource, apiResources, findResources } from './api-resources.ts';
import { openClient } from './client.ts';
import { currentPlace } from './current-place.ts';
import { lookAtEndpoints } from './look-endpoints.ts';
import { lookAtEvents } from './look-events.ts';
import { lookAtNamespace } from './look-namespace.ts';
import { lookAtObject } from './look-object.ts';
import { lookAtPods } from './look-pods.ts';
import { lookOf, merge, nothing, type Place, type Seen } from './seen.ts';

type LookRequest = {
  readonly kubeconfig: string;
  /** Only these are ever looked at. */
  readonly contexts: readonly string[];
  readonly touched: readonly Touched[];
  readonly signal: AbortSignal;
};

/** How many namespaces and objects are looked at. */
const mostPlaces = 3;
const mostObjects = 6;

/**
 * Looks at what commands have touched as a person would after a failure: the objects themselves, the pods that are not
 * ready and what they print, the latest warnings. What can't be read in time is left out, and it is said that something
 * was; never rejects.
 */
export async function lookAround(request: LookRequest): Promise<Seen> {
  const current = currentPlace(request.kubeconfig);
  const places = groupByPlace(request, current.context).slice(0, mostPlaces);
  const seen = await all(
    places.map((place) => lookAtPlace(place, request, current.namespaceOf(place.context))),
  );
  const [place] = places;
  return request.signal.aborted && place !== undefined ? merge([seen, cutShort(place)]) : seen;
}

/** On a cluster that is slow to answer, what is missing here must not pass for what is not there. */
function cutShort({ context, namespace }: Group): Seen {
  const where = namespace === undefined ? '' : ` -n ${namespace}`;
  const command = `kubectl --context ${context}${where} get pods,events`;
  return {
    looks: [lookOf(`looking at ${context} took too long`, ['not everything was looked at'], command)],
    sightings: [],
  };
}

type Group = {
  readonly context: string;
  readonly namespace: string | undefined;
  readonly objects: readonly Touched[];
};

/** `current`: the context of commands that name none. */
function groupByPlace({ touched, contexts }: LookRequest, current: string | undefined): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const item of touched) {
    const { context = current ?? '', resource = '', name } = item;
    if (!contexts.includes(context)) continue;
    const namespace = isNamespace(resource) ? name : item.namespace;
    const key = `${context}\n${namespace ?? ''}`;
    const objects = [...(groups.get(key)?.objects ?? []), item];
    groups.set(key, { context, namespace, objects });
  }
  return [...groups.values()];
}

async function lookAtPlace(
  group: Group,
  { kubeconfig, signal }: LookRequest,
  usual = 'default',
): Promise<Seen> {
  const { context, objects } = group;
  const client = openClient(kubeconfig, context);
  if (client === undefined) return nothing;
  const namespace = group.namespace ?? usual;
  const place = {
    client,
    context,
    namespace,
    kubectl: `kubectl --context ${context} -n ${namespace}`,
    signal,
  };
  const exists = await lookAtNamespace(place);
  const isGone = exists.sightings.some(({ kind }) => kind === 'no-namespace');
  // What a command was to delete is meant to be gone.
  if (isGone && objects.every(({ answered }) => answered)) return nothing;
  if (exists.sightings.length > 0) return exists;
  const about = resolve(objects, await apiResources(client, signal));
  const inside = group.namespace !== undefined || about.some(({ resource }) => resource.namespaced);
  const named = about.filter(({ name }) => name !== undefined).slice(0, mostObjects);
  const seen = await all(named.map((object) => lookAtNamed(place, object)));
  // When a name isn't there, the rest of the namespace tells nothing of it.
  if (!inside || seen.sightings.some(({ kind }) => kind === 'no-object')) return seen;
  return merge([seen, await all([lookAtPods(place), lookAtEvents(place)])]);
}

/** What may not be read is left out. */
async function all(looks: readonly Promise<Seen>[]): Promise<Seen> {
  return merge(await Promise.all(looks.map((look) => look.catch(() => nothing))));
}

type Resolved = {
  readonly resource: ApiResource;
  readonly name: string | undefined;
  readonly answered: boolean;
};

/** What the words stand for on this server, each object once; namespaces are looked at as places. */
function resolve(touched: readonly Touched[], resources: readonly ApiResource[]): readonly Resolved[] {
  const resolved = new Map<string, Resolved>();
  for (const { resource: word = '', name, answered = false } of touched) {
    const [resource] = findResources(resources, word);
    if (resource === undefined || isNamespace(word)) continue;
    const key = `${resource.base}/${resource.plural}/${name ?? ''}`;
    if (!resolved.has(key)) resolved.set(key, { resource, name, answered });
  }
  return [...resolved.values()];
}

async function lookAtNamed(place: Place, { resource, name = '', answered }: Resolved): Promise<Seen> {
  const object = await lookAtObject(place, resource, name);
  if (answered && object.sightings.some(({ kind }) => kind === 'no-object')) return nothing;
  if (resource.plural !== 'services' || resource.group !== '') return object;
  return merge([object, await lookAtEndpoints(place, name)]);
}

function isNamespace(resource: string): boolean {
  return ['namespace', 'namespaces', 'ns'].includes(resource);
}
