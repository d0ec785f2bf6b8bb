import type { World } from '../world.ts';
import type { DestinationRuleObject } from './destination-rule-objects.ts';
import type { MeshEndpoint, MeshService, TlsMode } from './model.ts';
import { fitsLabels, resources, rootNamespace } from './resources.ts';
import { fullHost, isExported } from './virtual/visible.ts';

/**
 * Whether a proxy in `clientNamespace` opens TLS of its own to a service's endpoints. The rule is looked for in the
 * client's namespace, then in the service's, then in the root namespace; the most specific host wins in each.
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export function tlsOrigination(
  world: World,
  service: MeshService,
  port: number,
  clientNamespace: string,
): TlsMode {
  const [rule] = rulesFor(world, service, clientNamespace);
  const { portLevelSettings = [], tls } = rule?.spec?.trafficPolicy ?? {};
  const settings = portLevelSettings.find((level) => level.port?.number === port)?.tls ?? tls;
  const { mode = 'DISABLE', sni, insecureSkipVerify = false, subjectAltNames: names = [] } = settings ?? {};
  if (mode === 'MUTUAL') return { mode: 'unsupported', asked: `mode ${mode}` };
  if (mode !== 'SIMPLE') return { mode: 'none' };
  const ownAuthority = (['caCertificates', 'credentialName'] as const).find((field) => settings?.[field]);
  if (ownAuthority && !insecureSkipVerify) return { mode: 'unsupported', asked: `with ${ownAuthority}` };
  return { mode: 'simple', sni: sni ?? service.hostname, verifies: !insecureSkipVerify, names };
}

/** Part of a service: the endpoints with the labels of a subset. Those of other clusters have none that show here. */
export function subsetOf(
  world: World,
  service: MeshService,
  { subset, client }: { readonly subset: string | undefined; readonly client: string },
): MeshService | undefined {
  const subsets = rulesFor(world, service, client).flatMap(({ spec }) => spec?.subsets ?? []);
  const found = subsets.find(({ name }) => name === subset);
  if (!found) return undefined;
  const { labels = {} } = found;
  const isIn = (endpoint: MeshEndpoint): boolean => {
    if (!Object.keys(labels).length) return true;
    if (endpoint.kind === 'pod') return fitsLabels(endpoint.pod, labels);
    const own = endpoint.kind === 'external' ? (endpoint.labels ?? {}) : {};
    return Object.entries(labels).every(([name, value]) => own[name] === value);
  };
  return { ...service, endpoints: service.endpoints.filter(isIn) };
}

/** The rules about a host: in the first namespace that has some, those with the most specific host, merged into one. */
function rulesFor(world: World, service: MeshService, client: string): readonly DestinationRuleObject[] {
  const places = [client, service.namespace, rootNamespace];
  return (
    places
      .map((namespace) => rulesIn(world, namespace, service.hostname, client))
      .find((found) => found.length > 0) ?? []
  );
}

function rulesIn(
  world: World,
  namespace: string,
  host: string,
  client: string,
): readonly DestinationRuleObject[] {
  const rules = world.store.list<DestinationRuleObject>(resources.destinationRules, { namespace });
  const fitting = rules.filter((rule) => fits(rule, host) && isExported(rule, client));
  const longest = Math.max(...fitting.map((rule) => hostOf(rule).length));
  return fitting.filter((rule) => hostOf(rule).length === longest);
}

function fits(rule: DestinationRuleObject, host: string): boolean {
  const wanted = hostOf(rule);
  return wanted.startsWith('*') ? host.endsWith(wanted.slice(1)) : wanted === host;
}

const hostOf = ({ metadata, spec }: DestinationRuleObject): string =>
  fullHost(spec?.host ?? '', metadata.namespace);
