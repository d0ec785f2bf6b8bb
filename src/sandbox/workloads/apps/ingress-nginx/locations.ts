import type { IngressBackend, IngressObject, IngressPath } from '../../../mesh/ingress-objects.ts';
import { annotationOf, isOn } from './annotations.ts';

/** One path of a host, and what it leads to. */
export type Location = {
  readonly ingress: IngressObject;
  readonly path: string;
  readonly pathType: string;
  readonly backend: IngressBackend;
};

/**
 * Where a request goes: the server of its host, or else the one for all hosts, and there the location that fits best.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/
 */
export function findLocation(
  ingresses: readonly IngressObject[],
  host: string,
  path: string,
): Location | undefined {
  const served = ingresses.filter(hasValidPaths);
  const named = served.some((ingress) => hostsOf(ingress).includes(host));
  const wildcard = named ? undefined : wildcardFor(served, host);
  const server = named ? host : (wildcard ?? '');
  const own = served.filter((ingress) => hostsOf(ingress).includes(server));
  const found = match(own, server, path);
  if (found) return found;
  const rest = served.find(({ spec }) =>
    server
      ? spec?.defaultBackend && hostsOf({ spec }).includes(server)
      : spec?.defaultBackend && !spec.rules?.length,
  );
  const backend = rest?.spec?.defaultBackend;
  return rest && backend ? { ingress: rest, path: '/', pathType: 'Prefix', backend } : undefined;
}

const hostsOf = ({ spec }: Pick<IngressObject, 'spec'>): readonly string[] =>
  (spec?.rules ?? []).map(({ host = '' }) => host);

/** A wildcard stands for one label. */
const wildcardFor = (ingresses: readonly IngressObject[], host: string): string | undefined =>
  ingresses.flatMap(hostsOf).find((each) => each.startsWith('*.') && host.replace(/^[^.]+/, '*') === each);

function match(ingresses: readonly IngressObject[], server: string, path: string): Location | undefined {
  const locations = ingresses.flatMap((ingress) =>
    (ingress.spec?.rules ?? [])
      .filter(({ host = '' }) => host === server)
      .flatMap(({ http }) => (http?.paths ?? []).map((entry) => locationOf(ingress, entry))),
  );
  const byLength = locations.toSorted((a, b) => b.path.length - a.path.length);
  if (ingresses.some(usesPatterns)) return byLength.find((each) => patternFits(each.path, path));
  const exact = byLength.find((each) => each.pathType === 'Exact' && each.path === path);
  return exact ?? byLength.find((each) => each.pathType !== 'Exact' && prefixFits(each, path));
}

const locationOf = (ingress: IngressObject, { path, pathType, backend }: IngressPath): Location => ({
  ingress,
  path: path || '/',
  pathType,
  backend,
});

/** One that rewrites makes all paths of its hosts patterns. */
const usesPatterns = (ingress: IngressObject): boolean =>
  annotationOf(ingress, 'rewrite-target') !== undefined || isOn(ingress, 'use-regex');

function patternFits(pattern: string, path: string): boolean {
  try {
    return new RegExp(`^${pattern}`, 'i').test(path);
  } catch {
    return false;
  }
}

/** A prefix counts by whole path elements; only ImplementationSpecific is nginx's own plain prefix. */
function prefixFits({ path: prefix, pathType }: Location, path: string): boolean {
  if (pathType === 'ImplementationSpecific') return path.startsWith(prefix);
  const bare = prefix.replace(/\/$/, '');
  return path === bare || path.startsWith(`${bare}/`);
}

/** With `strict-validate-path-type`, which is on, patterns are only for ImplementationSpecific. */
const hasValidPaths = ({ spec }: IngressObject): boolean =>
  (spec?.rules ?? [])
    .flatMap(({ http }) => http?.paths ?? [])
    .every(({ path = '/', pathType }) => pathType === 'ImplementationSpecific' || /^\/[\w.\-/]*$/.test(path));
