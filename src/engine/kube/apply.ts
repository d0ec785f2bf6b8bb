import type { AppliedObject, Output } from '../model/output.ts';
import { type Address, addressOf } from './address.ts';
import type { KubeClient } from './client.ts';
import { conditionsByType } from './conditions-by-type.ts';
import type { KubeObject } from './kube-object.ts';
import { type ManifestObject, type ManifestRequest, objectsOf } from './manifest.ts';
import { type Attempted, attemptedText, onCluster } from './on-cluster.ts';
import { type Discovery, discovery, messageOf } from './resources.ts';

/** Who we are to the server; and that a misspelt field is an error, as the page would teach it otherwise. */
const applyQuery = 'fieldManager=runbook&fieldValidation=Strict&force=true';

type Applying = {
  readonly client: KubeClient;
  readonly known: Discovery;
  readonly request: ManifestRequest;
  readonly signal: AbortSignal;
};

/**
 * Applies the objects of a manifest with server-side apply, each on its own: one that is refused doesn't keep the
 * others back. Fields of other managers are taken over, as `kubectl apply` of the same text would.
 * @param before What an earlier attempt gave. Its objects keep their result and are only looked at again; those that
 *   were refused are applied again.
 * @returns An output whose text has a line for each object and, below it, one for each of its conditions. Never rejects.
 */
export async function applyManifest(
  request: ManifestRequest,
  before: readonly AppliedObject[] = [],
): Promise<Output> {
  const output = await onCluster(request, async (client, signal) => {
    const applying = { client, known: discovery(client, signal), request, signal };
    const attempted: Attempted[] = [];
    for (const [index, item] of objectsOf(request).entries()) {
      attempted.push(await applyOne(item, before[index], applying));
    }
    return attemptedText(attempted);
  });
  return { applied: [], ...output };
}

async function applyOne(
  { object, line }: ManifestObject,
  before: AppliedObject | undefined,
  applying: Applying,
): Promise<Attempted> {
  const { client, known, request, signal } = applying;
  const plain = { resource: object.kind.toLowerCase(), name: object.metadata.name, conditions: {} };
  try {
    const address = await addressOf(object, known, request, client.namespace);
    const applied = await put(object, address, before, applying);
    return { line, applied };
  } catch (error) {
    if (signal.aborted) throw error;
    return {
      line,
      applied: {
        ...plain,
        result: 'failed',
        message: error instanceof Error ? error.message : String(error),
      },
    };
  }
}

async function put(
  object: KubeObject,
  address: Address,
  before: AppliedObject | undefined,
  { client, signal }: Applying,
): Promise<AppliedObject> {
  const { resource, name, namespace, path } = address;
  const named = { resource, name, ...(namespace === undefined ? {} : { namespace }) };
  const old = await client.send({ method: 'GET', path, signal });
  if (before !== undefined && before.result !== 'failed' && old.status === 200) {
    return { ...named, result: before.result, conditions: conditionsByType(old.body as KubeObject) };
  }
  const answer = await client.send({
    method: 'PATCH',
    path: `${path}?${applyQuery}`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
    signal,
  });
  if (answer.status >= 300) throw new Error(messageOf(answer.body, answer.status));
  const now = answer.body as KubeObject;
  const same = old.status === 200 && versionOf(old.body) === versionOf(now);
  const changed = old.status === 404 ? 'created' : 'configured';
  return { ...named, result: same ? 'unchanged' : changed, conditions: conditionsByType(now) };
}

function versionOf(object: unknown): string | undefined {
  return (object as KubeObject).metadata.resourceVersion;
}
