import type { AttachedRule } from '../mesh/model.ts';
import { logAccess } from './access-log.ts';
import { logEnvoyAccess } from './envoy-log.ts';
import type { Outcome, ProxiedRequest } from './proxy.ts';

type Done = {
  readonly proxied: ProxiedRequest;
  readonly rule: AttachedRule | undefined;
  readonly outcome: Outcome;
  readonly started: number;
};

/** agentgateway writes down each request, Envoy those that it is told to. */
export function writeDown({ proxied, rule, outcome, started }: Done): void {
  const { flow, proxy, rules, destination, local } = proxied;
  const { world, source, request } = flow;
  const { response, endpoint, error, reason, fate } = outcome;
  if (proxy.kind === 'envoy') {
    if (!proxied.isLogged) return;
    const flags = [...(fate.flags ?? []), ...(outcome.exhausted ? ['URX'] : [])];
    const [vip = ''] = destination?.service.vips ?? [];
    logEnvoyAccess({
      world,
      proxy,
      source,
      request,
      response,
      rule,
      fate: { ...fate, flags },
      local: destination ? `${vip}:${destination.port}` : `${local?.address}:${local?.port}`,
      isDefault: destination !== undefined && !rules.length,
      started,
    });
    return;
  }
  const route = routeName(proxied, rule);
  logAccess({
    world,
    ...proxy,
    ...(route ? { route } : {}),
    ...(rule?.rule.name ? { rule: rule.rule.name } : {}),
    source,
    request,
    status: response.status,
    ...(endpoint ? { endpoint } : {}),
    ...(error ? { error } : {}),
    ...(reason ? { reason } : {}),
    started,
  });
}

/** `namespace/name`; traffic of a service that no route speaks for goes by a route of its namespace's own. */
function routeName(
  { rules, destination }: ProxiedRequest,
  rule: AttachedRule | undefined,
): string | undefined {
  if (rule) return `${rule.route.metadata.namespace}/${rule.route.metadata.name}`;
  return destination && !rules.length ? `${destination.service.namespace}/_waypoint-default` : undefined;
}
