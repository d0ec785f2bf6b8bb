import type { JsonMap } from '../expectations/json-map.ts';
import type { ObjectDiff } from '../model/manifest-diff.ts';
import type { TakenField } from '../model/output.ts';
import { type Address, addressOf } from './address.ts';
import { type KubeAnswer, type KubeClient, openClient } from './client.ts';
import { comparable } from './comparable.ts';
import { type ManifestObject, type ManifestRequest, objectsOf } from './manifest.ts';
import { conflictsIn, patchObject } from './patch-object.ts';
import { type Discovery, discovery, messageOf } from './resources.ts';

type DiffRequest = Omit<ManifestRequest, 'timeoutMs'> & {
  /** As the run will apply it. */
  readonly force: boolean;
  /** Namespaces that the page makes before the manifest is applied. */
  readonly namespaces: ReadonlySet<string>;
};

type Diffing = {
  readonly client: KubeClient;
  readonly known: Discovery;
  readonly request: DiffRequest;
  /** Those of the request, and those that stand above in the manifest. */
  readonly namespaces: Set<string>;
};

/**
 * What a server would make of the objects of a manifest, by a dry run of the apply that the run would do, beside what
 * it has now. Nothing is changed. Never rejects.
 */
export async function diffManifest(request: DiffRequest): Promise<readonly ObjectDiff[]> {
  const { file, start } = request.at;
  const failed = (error: unknown, line = start.line, name = 'manifest'): ObjectDiff => {
    const why = error instanceof Error ? error.message : String(error);
    return { file, line, name, where: placeOf(request), result: 'unknown', notes: [why] };
  };
  try {
    const client = openClient(request.kubeconfig, request.context);
    if (client === undefined) throw new Error(`the kubeconfig has no context \`${request.context}\``);
    const known = discovery(client, request.signal);
    const diffing: Diffing = { client, known, request, namespaces: new Set(request.namespaces) };
    const diffs: ObjectDiff[] = [];
    for (const item of objectsOf(request)) {
      const { kind, metadata } = item.object;
      const plainName = `${kind.toLowerCase()}/${metadata.name}`;
      diffs.push(await diffOne(item, diffing).catch((error) => failed(error, item.line, plainName)));
      if (kind === 'Namespace') diffing.namespaces.add(metadata.name);
    }
    return diffs;
  } catch (error) {
    return [failed(error)];
  }
}

function placeOf({ context }: Pick<DiffRequest, 'context'>, namespace?: string): string {
  return namespace === undefined ? `on ${context}` : `in ${namespace} on ${context}`;
}

async function diffOne({ object, line }: ManifestObject, diffing: Diffing): Promise<ObjectDiff> {
  const { client, known, request } = diffing;
  const { file } = request.at;
  const { apiVersion, kind, metadata } = object;
  if ((await known.find(apiVersion, kind)) === undefined) {
    const name = `${kind.toLowerCase()}/${metadata.name}`;
    const notes = [
      `the cluster does not know \`${kind}\` of \`${apiVersion}\` now; what brings it has to be there first`,
    ];
    return { file, line, name, where: placeOf(request), result: 'unknown', notes };
  }
  const address = await addressOf(object, known, request, client.namespace);
  const { path, namespace, resource } = address;
  const where = placeOf(request, namespace);
  const base = { file, line, name: `${resource}/${metadata.name}`, where };
  const { signal, force } = request;
  const old = await client.send({ method: 'GET', path, signal });
  if (old.status !== 200 && old.status !== 404)
    return { ...base, result: 'unknown', notes: [`it can't be read: ${messageOf(old.body, old.status)}`] };
  const { answer, taken } = await patchObject(path, object, { client, signal, force, dryRun: true });
  const { status, body } = answer;
  if (status === 404 && isNamespaceMissing(body))
    return { ...base, ...withoutNamespace(address, object, diffing) };
  const conflicts = status === 409 ? conflictsIn(body) : [];
  if (conflicts.length > 0) return { ...base, result: 'conflict', notes: conflicts.map(conflictText) };
  if (status >= 300) return { ...base, result: 'refused', notes: [messageOf(body, status)] };
  return { ...base, ...compared(old, body as JsonMap, taken) };
}

function compared(
  old: KubeAnswer,
  after: JsonMap,
  taken: readonly TakenField[],
): Pick<ObjectDiff, 'result' | 'notes' | 'before' | 'after'> {
  const states = comparable(old.status === 200 ? (old.body as JsonMap) : undefined, after);
  const notes = taken.map(({ field, manager }) => `takes ${field} over from the field manager "${manager}"`);
  if (old.status === 404) return { result: 'created', notes, ...states };
  return states.before === states.after
    ? { result: 'unchanged', notes }
    : { result: 'configured', notes, ...states };
}

function conflictText({ field, manager }: TakenField): string {
  return `${field} belongs to the field manager "${manager}"`;
}

function isNamespaceMissing(body: unknown): boolean {
  const { details } = body as { readonly details?: { readonly kind?: string } };
  return details?.kind === 'namespaces';
}

/** In a namespace that isn't there a server checks nothing: what is known of the object is the manifest's. */
function withoutNamespace(
  { namespace = '' }: Address,
  object: ManifestObject['object'],
  { namespaces }: Diffing,
): Pick<ObjectDiff, 'result' | 'notes' | 'before' | 'after'> {
  if (!namespaces.has(namespace)) {
    const notes = [
      `there is no namespace \`${namespace}\` now, and nothing on the page is seen to make it before`,
    ];
    return { result: 'unknown', notes };
  }
  const notes = [
    `the namespace \`${namespace}\` is not there yet, the page makes it before: this is the manifest, which the server has not checked`,
  ];
  return { result: 'created', notes, ...comparable(undefined, object as unknown as JsonMap) };
}
