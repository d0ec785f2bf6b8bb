import { nearest } from '../diagnostics/nearest.ts';
import { distance } from '../expectations/contains.ts';
import { isMap, type JsonMap } from '../expectations/json-map.ts';
import { objectDifferences, patternsOfObject, plainName } from '../expectations/object-match.ts';
import { type ObjectSection, writeReport } from '../expectations/object-report.ts';
import { variablesIn } from '../expectations/pattern.ts';
import type { Output } from '../model/output.ts';
import type { ObjectArgs } from '../model/runbook.ts';
import type { KubeClient } from './client.ts';
import { type ClusterRequest, onCluster } from './on-cluster.ts';
import { presentable } from './presentable.ts';
import { type Discovery, discovery, messageOf, type Resource } from './resources.ts';

/** What is asked of a cluster, with the values of the session variables in it. */
export type ReadRequest = ClusterRequest & {
  readonly wanted: readonly ObjectArgs[];
  readonly variables: Readonly<Record<string, string>>;
};

/** Objects that are shown of those that may be meant: the closest. */
const shownObjects = 3;

/** Names of other objects that are told. */
const toldNames = 10;

/** Objects that a server gives at a time. */
const pageSize = 500;

/**
 * Reads the objects that an assert block asks for, and changes nothing. The output is a JSON document for each of the
 * block's: the object, or those of its kind that come closest. That one is not there is no failure; that it could not
 * be read is. Never rejects.
 */
export function readObjects(request: ReadRequest): Promise<Output> {
  return onCluster(request, async (client, signal) => {
    const reading = { ...request, client, signal, known: discovery(client, signal) };
    const sections = await Promise.all(request.wanted.map((args) => readOne(args, reading)));
    const errors = sections.flatMap(({ asked, problem }) =>
      problem === undefined ? [] : [`${asked}: ${problem}`],
    );
    return { text: writeReport(sections), errors };
  });
}

type Reading = ReadRequest & { readonly client: KubeClient; readonly known: Discovery };

async function readOne(args: ObjectArgs, reading: Reading): Promise<ObjectSection> {
  const asked = args.called;
  // A variable that isn't set is the judge's to say; there is nothing to look for until it is.
  if (
    patternsOfObject(args)
      .flatMap(variablesIn)
      .some((name) => !reading.variables[name])
  )
    return { asked };
  try {
    const resource = await reading.known.find(args.apiVersion, args.kind);
    if (resource === undefined) return { asked, ...(await unknownKind(args, reading)) };
    const place = placeOf(args, resource, reading);
    const name = args.name === undefined ? undefined : plainName(args.name, reading.variables);
    const found =
      name === undefined ? await list(place, args, reading) : await get(place, name, args, reading);
    return { asked, ...found };
  } catch (error) {
    if (reading.signal.aborted) throw error;
    return { asked, problem: error instanceof Error ? reasonOf(error) : String(error) };
  }
}

function reasonOf(error: Error & { readonly code?: string }): string {
  return error.message || (error.code ?? error.name);
}

async function unknownKind({ apiVersion, kind }: ObjectArgs, { known }: Reading) {
  const near = nearest(kind, await known.kinds(apiVersion));
  return {
    problem: `no matches for kind "${kind}" in version "${apiVersion}"`,
    hint: near ? `Did you mean \`${near}\`?` : 'Is what brings this kind installed, in this version?',
  };
}

/** The path of the objects of the kind in the namespace that is meant: the document's own, or the fence's. */
function placeOf({ object }: ObjectArgs, { base, plural, namespaced }: Resource, reading: Reading): string {
  if (!namespaced) return `${base}/${plural}`;
  const own = isMap(object.metadata) ? object.metadata.namespace : undefined;
  const named = typeof own === 'string' ? plainName(own, reading.variables) : undefined;
  const namespace = named ?? reading.namespace ?? reading.client.namespace;
  return `${base}/namespaces/${segment(namespace)}/${plural}`;
}

/** A name as a part of a path; one that would be more than that is no name. */
function segment(name: string): string {
  if (/^(?:|\.{1,2}|.*[/%].*)$/s.test(name)) throw new Error(`"${name}" is no name of an object`);
  return encodeURIComponent(name);
}

type Found = Pick<ObjectSection, 'found' | 'of' | 'others' | 'problem'>;

async function get(place: string, name: string, args: ObjectArgs, reading: Reading): Promise<Found> {
  const { client, signal } = reading;
  const { status, body } = await client.send({ method: 'GET', path: `${place}/${segment(name)}`, signal });
  if (status === 200) return { found: [prepared(body, args)] };
  if (status !== 404) return { problem: messageOf(body, status) };
  return { found: [], others: await namesNear(place, name, reading) };
}

/** Names of the kind, those most like the one that isn't there first. */
async function namesNear(
  place: string,
  name: string,
  { client, signal }: Reading,
): Promise<readonly string[]> {
  const { status, body } = await client.send({ method: 'GET', path: `${place}?limit=${pageSize}`, signal });
  const names = status === 200 ? itemsOf(body).map(nameOf) : [];
  const near = nearest(name, names);
  const told = near === undefined ? names : [near, ...names.filter((other) => other !== near)];
  return told.slice(0, toldNames);
}

async function list(place: string, args: ObjectArgs, reading: Reading): Promise<Found> {
  const { client, signal, variables } = reading;
  let closest: readonly { readonly item: JsonMap; readonly far: number }[] = [];
  let count = 0;
  let next: string | undefined = '';
  while (next !== undefined) {
    const path = `${place}?limit=${pageSize}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
    const { status, body } = await client.send({ method: 'GET', path, signal });
    if (status !== 200) return { problem: messageOf(body, status) };
    const items = itemsOf(body).map((item) => prepared(item, args));
    const page = items.map((item) => ({ item, far: distance(objectDifferences(args, item, variables)) }));
    closest = [...closest, ...page].sort((one, other) => one.far - other.far).slice(0, shownObjects);
    count += items.length;
    next = continueOf(body);
  }
  return { found: closest.map(({ item }) => item), of: count };
}

/** Items of a list don't repeat what the list says of all of them. */
function prepared(object: unknown, { apiVersion, kind, object: wanted }: ObjectArgs): JsonMap {
  return presentable({ apiVersion, kind, ...(object as JsonMap) }, wanted);
}

function itemsOf(body: unknown): readonly JsonMap[] {
  const { items } = body as { readonly items?: readonly JsonMap[] | null };
  return items ?? [];
}

function nameOf({ metadata }: JsonMap): string {
  return isMap(metadata) ? String(metadata.name) : '';
}

function continueOf(body: unknown): string | undefined {
  const { metadata } = body as { readonly metadata?: { readonly continue?: string } };
  return metadata?.continue || undefined;
}
