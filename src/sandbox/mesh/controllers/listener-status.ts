import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { World } from '../../world.ts';
import { attach } from '../attachment.ts';
import type { Condition, GatewayObject, HttpRouteObject, Listener, ListenerStatus } from '../objects.ts';
import { resources } from '../resources.ts';

/** Which protocols a class of Gateways takes, and whether its proxy serves them yet. */
export type ListenerRules = { readonly protocols: readonly string[]; readonly programmed: boolean };

const group = 'gateway.networking.k8s.io';

const routeKinds: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  HBONE: ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'],
  TLS: ['TLSRoute'],
  TCP: ['TCPRoute'],
};

export function listenerStatuses(
  world: World,
  gateway: GatewayObject,
  rules: ListenerRules,
): readonly ListenerStatus[] {
  const routes = world.store.list<HttpRouteObject>(resources.httpRoutes);
  return (gateway.spec?.listeners ?? []).map((listener) => {
    const before = gateway.status?.listeners?.find(({ name }) => name === listener.name);
    const conditions = conditionsOf(gateway, listener, rules);
    return {
      name: listener.name,
      supportedKinds: supportedKinds(listener),
      attachedRoutes: routes.filter((route) => isAttached(world, route, gateway, listener)).length,
      conditions: mergeConditions(world, before?.conditions, conditions),
    };
  });
}

/** Why a listener can't be had, if so. */
export const listenerProblem = ({ protocol }: Listener, { protocols }: ListenerRules): string | undefined =>
  protocols.includes(protocol) ? undefined : `Protocol "${protocol}" is unsupported.`;

const isAttached = (
  world: World,
  route: HttpRouteObject,
  gateway: GatewayObject,
  listener: Listener,
): boolean =>
  (route.spec?.parentRefs ?? []).some((ref) => {
    const attachment = attach(world, route, ref);
    return (
      attachment.kind === 'listeners' &&
      attachment.gateway.metadata.uid === gateway.metadata.uid &&
      attachment.listeners.some(({ name }) => name === listener.name)
    );
  });

function supportedKinds({ protocol, allowedRoutes }: Listener): ListenerStatus['supportedKinds'] {
  const asked = allowedRoutes?.kinds ?? [];
  const possible = routeKinds[protocol] ?? [];
  const kinds = asked.length
    ? possible.filter((kind) => asked.some((entry) => entry.kind === kind))
    : possible;
  return kinds.map((kind) => ({ group, kind }));
}

function conditionsOf(
  gateway: GatewayObject,
  listener: Listener,
  rules: ListenerRules,
): readonly Condition[] {
  const { generation } = gateway.metadata;
  const problem = listenerProblem(listener, rules);
  const say = (type: string, status: boolean, reason: string, message = 'No errors found'): Condition =>
    condition(type, status, { reason, message, generation });
  return [
    problem ? say('Accepted', false, 'UnsupportedProtocol', problem) : say('Accepted', true, 'Accepted'),
    say('Conflicted', false, 'NoConflicts'),
    say('ResolvedRefs', true, 'ResolvedRefs'),
    problem
      ? say('Programmed', false, 'Invalid', problem)
      : say(
          'Programmed',
          rules.programmed,
          rules.programmed ? 'Programmed' : 'Pending',
          rules.programmed ? undefined : 'Waiting for the proxy',
        ),
  ];
}
