import type { KubeObject } from '../../apiserver/store/object.ts';
import { clusterDomain } from '../cluster-dns.ts';

type Exported = KubeObject & { readonly spec?: { readonly exportTo?: readonly string[] } };

/** Whether a VirtualService or a DestinationRule is there for proxies of a namespace. */
export const isExported = ({ metadata, spec }: Exported, client: string): boolean =>
  (spec?.exportTo ?? ['*']).some(
    (to) => to === '*' || to === client || (to === '.' && metadata.namespace === client),
  );

/** A host as Istio's kinds write it: short names mean a Service of the object's own namespace. */
export const fullHost = (host: string, namespace = ''): string =>
  (host.includes('.') || host.startsWith('*')
    ? host
    : `${host}.${namespace}.svc.${clusterDomain}`
  ).toLowerCase();
