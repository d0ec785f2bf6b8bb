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
  const before = await client.send({ method: 'GET', path, signal });
  if (before.status === 404) return undefined;
  const query = '?propagationPolicy=Background';
  const { status, body } = await client.send({ method: 'DELETE', path: path + query, signal });
  if (status === 404) return undefined;
  if (status >= 300) return messageOf(body, status);
  for (;;) {
    const now = await client.send({ method: 'GET', path, signal });
    if (now.status !== 200 || uidOf(now.body) !== uidOf(before.body)) return undefined;
    await sleep(lookEveryMs, undefined, { signal });
  }
}

function uidOf(object: unknown): string | undefined {
  return (object as KubeObject).metadata.uid;
}
