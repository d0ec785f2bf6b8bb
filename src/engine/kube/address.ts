import type { KubeObject } from './kube-object.ts';
import type { ManifestRequest } from './manifest.ts';
import type { Discovery } from './resources.ts';

/** An object's place on a server: `path` is its URL; `name` as kubectl writes it, `gateway.gateway.networking.k8s.io/x`. */
export type Address = {
  readonly path: string;
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
};

/** @throws Error in kubectl's words when the server has no such kind, or the namespaces differ. */
export async function addressOf(
  object: KubeObject,
  { find }: Discovery,
  { namespace: asked }: Pick<ManifestRequest, 'namespace'>,
  fallback: string,
): Promise<Address> {
  const { apiVersion, kind, metadata } = object;
  const found = await find(apiVersion, kind);
  if (found === undefined) throw new Error(`no matches for kind "${kind}" in version "${apiVersion}"`);
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  const named = { resource: `${kind.toLowerCase()}${group}`, name: metadata.name };
  if (!found.namespaced) return { ...named, path: `${found.base}/${found.plural}/${metadata.name}` };
  if (asked !== undefined && metadata.namespace !== undefined && asked !== metadata.namespace) {
    throw new Error(
      `the namespace from the provided object "${metadata.namespace}" does not match the namespace "${asked}"`,
    );
  }
  const namespace = metadata.namespace ?? asked ?? fallback;
  const path = `${found.base}/namespaces/${namespace}/${found.plural}/${metadata.name}`;
  return { ...named, path, namespace };
}
