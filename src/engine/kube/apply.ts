import { type AppliedObject, isRefused, type Output } from '../model/output.ts';
import { type Address, addressOf } from './address.ts';
import type { KubeAnswer, KubeClient } from './client.ts';
import { conditionsByType } from './conditions-by-type.ts';
import type { KubeObject } from './kube-object.ts';
import { type ManifestObject, type ManifestRequest, objectsOf } from './manifest.ts';
import { type Attempted, attemptedText, onCluster } from './on-cluster.ts';
import { conflictsIn, patchObject } from './patch-object.ts';
import { type Discovery, discovery, messageOf } from './resources.ts';

/** How a manifest is applied; without `force` a field of another manager is a conflict. */
export type ApplyRequest = ManifestRequest & { readonly force?: boolean };

type Applying = {
  readonly client: KubeClient;
  readonly known: Discovery;
  readonly request: ApplyRequest;
  readonly signal: AbortSignal;
};

/**
 * Applies the objects of a manifest with server-side apply, each on its own: one that is refused doesn't keep the
 * others back. Fields of other managers are taken over, and it is said from whom, unless `force` is false.
 * @param before What an earlier attempt gave. Its objects keep their result and are only looked at again; those that
 *   were refused are applied again.
 * @returns An output whose text has a line for each object and, below it, one for each of its conditions. Never rejects.
 */
export async function applyManifest(
  request: ApplyRequest,
  before: readonly AppliedObject[] = [],
): Promise<Output> {
  const output = await onCluster(request, async (client, signal) => {
    const applying = { client, known: discovery(client, signal), request, signal };
    const items = objectsOf(request);
    // What only reads is asked for at once; objects are applied one after the other, as one may need another.
    const looks = items.map((item) => lookAt(item, applying));
    for (const look of looks) look.catch(() => undefined);
    const attempted: Attempted[] = [];
    for (const [index, item] of items.entries()) {
      attempted.push(await applyOne(item, { look: looks[index], before: before[index] }, applying));
    }
    return attemptedText(attempted);
  });
  return { applied: [], ...output };
}

/** Where an object goes, and what is there. */
type Look = { readonly address: Address; readonly old: KubeAnswer };

async function lookAt({ object }: ManifestObject, applying: Applying): Promise<Look> {
  const { client, known, request, signal } = applying;
  const address = await addressOf(object, known, request, client.namespace);
  return { address, old: await client.send({ method: 'GET', path: address.path, signal }) };
}

type Earlier = { readonly look: Promise<Look> | undefined; readonly before: AppliedObject | undefined };

async function applyOne(item: ManifestObject, earlier: Earlier, applying: Applying): Promise<Attempted> {
  const { object, line } = item;
  const plain = { resource: object.kind.toLowerCase(), name: object.metadata.name, conditions: {} };
  try {
    // What could not be found at first may have come with an object above: a namespace, a definition of a kind.
    const look = await (earlier.look ?? lookAt(item, applying)).catch(() => lookAt(item, applying));
    return { line, applied: await put(object, look, earlier.before, applying) };
  } catch (error) {
    if (applying.signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return { line, applied: { ...plain, result: 'failed', message } };
  }
}

async function put(
  object: KubeObject,
  { address, old }: Look,
  before: AppliedObject | undefined,
  applying: Applying,
): Promise<AppliedObject> {
  const { client, request, signal } = applying;
  const { resource, name, namespace, path } = address;
  const named = { resource, name, ...(namespace === undefined ? {} : { namespace }) };
  if (before !== undefined && !isRefused(before) && old.status === 200) {
    return { ...named, result: before.result, conditions: conditionsByType(old.body as KubeObject) };
  }
  const { answer, taken } = await patchObject(path, object, {
    client,
    signal,
    force: request.force !== false,
  });
  if (answer.status === 409 && conflictsIn(answer.body).length > 0) {
    return { ...named, result: 'conflict', message: messageOf(answer.body, 409), conditions: {} };
  }
  if (answer.status >= 300) throw new Error(messageOf(answer.body, answer.status));
  const now = answer.body as KubeObject;
  return {
    ...named,
    result: resultOf(answer, old),
    conditions: conditionsByType(now),
    ...(taken.length === 0 ? {} : { taken }),
  };
}

/** The answer itself says what is new: 201. That nothing changed shows only beside what was there before. */
function resultOf(answer: KubeAnswer, old: KubeAnswer): AppliedObject['result'] {
  if (answer.status === 201) return 'created';
  return old.status === 200 && versionOf(old.body) === versionOf(answer.body) ? 'unchanged' : 'configured';
}

function versionOf(object: unknown): string | undefined {
  return (object as KubeObject).metadata.resourceVersion;
}
