import { backendOf, mirrorOf, placeOf } from '../mesh/backends.ts';
import type { AttachedRule } from '../mesh/model.ts';
import type { RouteFilter } from '../mesh/objects.ts';
import { balance } from './balance.ts';
import { type Flow, sourceOf } from './flow.ts';
import type { HttpRequest } from './message.ts';
import type { ProxyInstance } from './proxy.ts';
import { passedOn } from './proxy-text.ts';
import { reachable } from './reachable.ts';
import { toEndpoint } from './to-endpoint.ts';

type Copied = {
  readonly flow: Flow;
  readonly proxy: ProxyInstance;
  readonly rule: AttachedRule;
  readonly filters: readonly RouteFilter[];
  readonly request: HttpRequest;
};

/**
 * Sends copies of a request where filters want them, as often as they want it. Nobody waits for the answers, and
 * nobody learns that there was none. agentgateway copies no bodies.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprequestmirrorfilter
 */
export function mirror({ flow, proxy, rule, filters, request }: Copied): void {
  for (const { backend, share } of [...copiesOf(flow, rule, filters), ...(rule.virtual?.copies ?? [])]) {
    const { target, port } = backend;
    if (target.kind !== 'service' || Math.random() >= share) continue;
    const service = reachable(target.service, proxy.kind, flow.switches);
    const endpoint = balance(service, port, { world: flow.world, pod: proxy.pod });
    if (!endpoint) continue;
    const body = proxy.kind === 'envoy' ? request.body : Buffer.alloc(0);
    const copy = { ...request, body, headers: passedOn(request.headers) };
    const onward = { ...flow, source: sourceOf(proxy.pod, proxy.identity), request: copy };
    void toEndpoint(onward, endpoint, service, port).catch(() => undefined);
  }
}

const copiesOf = ({ world }: Flow, rule: AttachedRule, filters: readonly RouteFilter[]) =>
  filters.flatMap((filter) => {
    const { backendRef, percent, fraction } = mirrorOf(filter) ?? {};
    const share = fraction ? fraction.numerator / (fraction.denominator ?? 100) : (percent ?? 100) / 100;
    return backendRef ? [{ backend: backendOf(world, rule.route, backendRef, placeOf(rule)), share }] : [];
  });
