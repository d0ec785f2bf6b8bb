import { setTimeout as sleep } from 'node:timers/promises';
import type { Output } from '../model/output.ts';
import { type Address, addressOf } from './address.ts';
import type { KubeClient } from './client.ts';
import type { KubeObject } from './kube-object.ts';
import { type ManifestRequest, objectsOf } from './manifest.ts';
import { type Attempted, attemptedText, onCluster } from './on-cluster.ts';
import { discovery, messageOf } from './resources.ts';

/** Pause between two looks at whether an object is gone. */
const lookEveryMs = 100;

/** Deletes the objects of a manifest, last first, and waits until they are gone; one that isn't there is fine. */
export async function deleteManifest(request: ManifestRequest): Promise<Output> {
  const output = await onCluster(request, async (client, signal) => {
    const known = discovery(client, signal);
    const attempted: Attempted[] = [];
    for (const { object, line } of objectsOf(request).toReversed()) {
      const { resource, name, path } = await addressOf(object, known, request, client.namespace);
      const message = await remove(path, client, signal);
      const result = message === undefined ? 'deleted' : 'failed';
      const why = message === undefined ? {} : { message };
      attempted.push({ line, applied: { resource, name, result, conditions: {}, ...why } });
    }
    return attemptedText(attempted);
  });
  return { applied: [], ...output };
}

/** @returns Why the object could not be deleted. */
async function remove(
  path: Address['path'],
  client: KubeClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const query = '?propagationPolicy=Background';
  const { status, body } = await client.send({ method: 'DELETE', path: path + query, signal });
  if (status === 404) return undefined;
  if (status >= 300) return messageOf(body, status);
  return goneOrWhyNot(path, uidOf(body), client, signal);
}

/**
 * Waits until an object is gone: the server says 404, or has another one of this name. Anything else is no answer to
 * that. `uid` is undefined where the deletion was answered without the object.
 */
async function goneOrWhyNot(
  path: string,
  uid: string | undefined,
  client: KubeClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  let last: KubeObject | undefined;
  try {
    for (let asked = uid; ; ) {
      const { status, body } = await client.send({ method: 'GET', path, signal });
      if (status === 404) return undefined;
      if (status === 401 || status === 403)
        return `its deletion was accepted, but whether it is gone can't be seen: ${messageOf(body, status)}`;
      if (status === 200) {
        last = body as KubeObject;
        asked ??= last.metadata.uid;
        if (last.metadata.uid !== asked) return undefined;
      }
      await sleep(lookEveryMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw last === undefined ? error : new Error(stillThere(path, last));
  }
}

/** What keeps an object that is being deleted. */
function stillThere(path: string, { kind, metadata }: KubeObject): string {
  const { finalizers = [], deletionTimestamp } = metadata;
  const what = `${kind?.toLowerCase() ?? path}/${metadata.name}`;
  if (deletionTimestamp === undefined) return `${what} has not been deleted`;
  if (finalizers.length === 0) return `${what} is still being deleted`;
  const named = finalizers.map((finalizer) => `\`${finalizer}\``).join(', ');
  return `${what} is still being deleted: its finalizer ${named} is there until its owner removes it`;
}

/** The uid of a deleted object: of the object itself, or in the details of a Status. */
function uidOf(body: unknown): string | undefined {
  const { metadata, details } = body as {
    readonly metadata?: { readonly uid?: string };
    readonly details?: { readonly uid?: string };
  };
  return metadata?.uid ?? details?.uid;
}
