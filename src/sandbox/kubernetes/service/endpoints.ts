import { ageColumn, firstThree, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { endpointsRules } from './endpoint-rules.ts';

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#endpoints */
export const endpoints = builtIn({
  kind: 'Endpoints',
  countsGenerations: false,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  default: withProtocols,
  validate: endpointsRules,
  columns: [nameColumn, textColumn('Endpoints', addresses), ageColumn],
});

function withProtocols(object: KubeObject): KubeObject {
  const { subsets } = object as { readonly subsets?: unknown };
  if (!Array.isArray(subsets)) return object;
  const filled = subsets.map((subset) => {
    const ports = listAt(subset, 'ports');
    return ports.length
      ? { ...subset, ports: ports.map((port) => ({ protocol: 'TCP', ...fieldsAt({ port }, 'port') })) }
      : subset;
  });
  return { ...object, subsets: filled } as KubeObject;
}

function addresses(object: KubeObject): string {
  const shown = listAt(object, 'subsets').flatMap((subset) => {
    const ips = listAt(subset, 'addresses').map((address) => textAt(address, 'ip'));
    const ports = listAt(subset, 'ports').map((port) => numberAt(port, 'port'));
    return ports.length ? ports.flatMap((port) => ips.map((ip) => `${ip}:${port}`)) : ips;
  });
  return firstThree(shown, '<none>');
}
