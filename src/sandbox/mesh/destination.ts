import type { World } from '../world.ts';
import type { DestinationRuleObject } from './destination-rule-objects.ts';
import type { MeshService, TlsMode } from './model.ts';
import { resources, rootNamespace } from './resources.ts';

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
  const places = [clientNamespace, service.namespace, rootNamespace];
  const rule = places
    .map((namespace) => ruleIn(world, namespace, service.hostname, clientNamespace))
    .find((found) => found !== undefined);
  const { portLevelSettings = [], tls } = rule?.spec?.trafficPolicy ?? {};
  const settings = portLevelSettings.find((level) => level.port?.number === port)?.tls ?? tls;
  const { mode = 'DISABLE', sni, insecureSkipVerify = false, subjectAltNames: names = [] } = settings ?? {};
  if (mode === 'MUTUAL') return { mode: 'unsupported', asked: `mode ${mode}` };
  if (mode !== 'SIMPLE') return { mode: 'none' };
  const ownAuthority = (['caCertificates', 'credentialName'] as const).find((field) => settings?.[field]);
  if (ownAuthority && !insecureSkipVerify) return { mode: 'unsupported', asked: `with ${ownAuthority}` };
  return { mode: 'simple', sni: sni ?? service.hostname, verifies: !insecureSkipVerify, names };
}

function ruleIn(
  world: World,
  namespace: string,
  host: string,
  client: string,
): DestinationRuleObject | undefined {
  const rules = world.store.list<DestinationRuleObject>(resources.destinationRules, { namespace });
  const fitting = rules.filter((rule) => fits(rule, host) && isExported(rule, client));
  return fitting.sort((a, b) => (b.spec?.host?.length ?? 0) - (a.spec?.host?.length ?? 0))[0];
}

/** Short names mean a Service of the rule's own namespace. */
function fits({ metadata, spec }: DestinationRuleObject, host: string): boolean {
  const wanted = spec?.host ?? '';
  if (wanted.startsWith('*')) return host.endsWith(wanted.slice(1));
  return (wanted.includes('.') ? wanted : `${wanted}.${metadata.namespace}.svc.cluster.local`) === host;
}

const isExported = ({ metadata, spec }: DestinationRuleObject, client: string): boolean =>
  (spec?.exportTo ?? ['*']).some(
    (to) => to === '*' || to === client || (to === '.' && metadata.namespace === client),
  );
