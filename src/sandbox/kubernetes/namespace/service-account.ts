import { authorityOf } from '../../apiserver/tls/authority.ts';
import type { Controller } from '../../controllers/controller.ts';
import { create } from '../../controllers/write.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';

/** What every namespace has, and gets again: the account pods run under, and the certificates to trust. */
export const serviceAccount: Controller = {
  name: 'serviceaccount-controller',
  watches: [resources.namespaces, resources.serviceAccounts, resources.configMaps],
  enqueue: ({ resource, namespace, name }) =>
    resource === resources.namespaces || (namespace && furnishings.has(name))
      ? [{ resource: resources.namespaces, namespace: '', name: namespace || name }]
      : [],
  delay: 0,
  reconcile({ name }, world) {
    const namespace = world.store.get({ resource: resources.namespaces, namespace: '', name });
    if (!namespace || namespace.metadata.deletionTimestamp) return undefined;
    furnish(world, name);
    return undefined;
  },
};

/** Puts the default account and the root certificates into a namespace, unless they are there. */
function furnish(world: World, namespace: string): void {
  const metadata = (name: string) => ({ name, namespace });
  const has = (resource: string, name: string): boolean =>
    world.store.get({ resource, namespace, name }) !== undefined;
  if (!has(resources.serviceAccounts, 'default'))
    create(world, resources.serviceAccounts, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: metadata('default'),
    });
  for (const [name, file] of Object.entries(rootCertificates)) {
    if (has(resources.configMaps, name)) continue;
    const data = { [file]: certificateOf(world, name) };
    create(world, resources.configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(name),
      data,
    });
  }
}

/** ConfigMaps with root certificates, the cluster's and the mesh's. */
const rootCertificates = { 'kube-root-ca.crt': 'ca.crt', 'istio-ca-root-cert': 'root-cert.pem' } as const;

/** Nothing checks the mesh's certificate, which is empty. */
const certificateOf = (world: World, name: string): string =>
  name === ofCluster ? (authorityOf(world.store)?.certificate ?? '') : '';

const ofCluster = 'kube-root-ca.crt';

const furnishings: ReadonlySet<string> = new Set(['default', ...Object.keys(rootCertificates)]);
