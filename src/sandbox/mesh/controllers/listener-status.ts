import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { World } from '../../world.ts';
import { isAttached } from '../attachment.ts';
import { listenerKinds } from '../gateway/listener-kinds.ts';
import { listenerTls } from '../gateway/listener-tls.ts';
import type { Condition, GatewayObject, Listener, ListenerStatus } from '../objects.ts';
import { requestRoutes } from '../request-routes.ts';

/** Which protocols a class of Gateways takes, and whether its proxy serves them yet. */
export type ListenerRules = {
  readonly protocols: readonly string[];
  readonly programmed: boolean;
  /** What the class has against a listener, where it is more than its protocol. */
  readonly problem?: (listener: Listener) => string | undefined;
};

export function listenerStatuses(
  world: World,
  gateway: GatewayObject,
  rules: ListenerRules,
): readonly ListenerStatus[] {
  const routes = requestRoutes(world);
  return (gateway.spec?.listeners ?? []).map((listener) => {
    const before = gateway.status?.listeners?.find(({ name }) => name === listener.name);
    const conditions = conditionsOf(world, gateway, listener, rules);
    return {
      name: listener.name,
      supportedKinds: listenerKinds(listener).kinds,
      attachedRoutes: routes.filter((route) => isAttached(world, route, gateway, listener)).length,
      conditions: mergeConditions(world, before?.conditions, conditions),
    };
  });
}

/** Why a listener can't be had, if so. */
const listenerProblem = (listener: Listener, { protocols, problem }: ListenerRules): string | undefined =>
  problem
    ? problem(listener)
    : protocols.includes(listener.protocol)
      ? undefined
      : `Protocol "${listener.protocol}" is unsupported.`;

/** In the words of agentgateway's controller. @see agentgateway v1.4.1, controller/pkg/agentgateway/translator/conversion.go, BuildListener */
function conditionsOf(
  world: World,
  gateway: GatewayObject,
  listener: Listener,
  rules: ListenerRules,
): readonly Condition[] {
  const { generation } = gateway.metadata;
  const say = (type: string, status: boolean, reason: string, message = 'No errors found'): Condition =>
    condition(type, status, { reason, message, generation });
  const unsupported = listenerProblem(listener, rules);
  const tls = listenerTls(world, gateway, listener);
  const programmed =
    tls.kind === 'invalid'
      ? say('Programmed', false, 'Invalid', badTls)
      : unsupported
        ? say('Programmed', false, 'Invalid', unsupported)
        : rules.programmed
          ? say('Programmed', true, 'Programmed')
          : say('Programmed', false, 'Pending', 'Waiting for the proxy');
  const resolved = !listenerKinds(listener).valid
    ? say('ResolvedRefs', false, 'InvalidRouteKinds', 'Invalid route kinds')
    : tls.kind === 'invalid'
      ? say('ResolvedRefs', false, tls.reason, tls.message)
      : say('ResolvedRefs', true, 'ResolvedRefs');
  return [
    unsupported
      ? say('Accepted', false, 'UnsupportedProtocol', unsupported)
      : say('Accepted', true, 'Accepted'),
    say('Conflicted', false, 'NoConflicts'),
    resolved,
    programmed,
  ];
}

const badTls = 'Bad TLS configuration';

/** What a Gateway says of listeners that don't work, and whether any is accepted. */
export function listenersNotValid(
  world: World,
  gateway: GatewayObject,
  rules: ListenerRules,
): { readonly message: string; readonly accepted: boolean } | undefined {
  const listeners = gateway.spec?.listeners ?? [];
  const problems = listeners.flatMap((listener) => {
    const problem = listenerProblem(listener, rules);
    const said = [
      ...(problem ? [problem] : []),
      ...(!problem && listenerTls(world, gateway, listener).kind === 'invalid' ? [badTls] : []),
    ];
    return said.map((text) => `${listener.name}: ${text}`);
  });
  if (!problems.length) return undefined;
  return {
    message: `Some listeners are not accepted: ${problems.join('; ')}`,
    accepted: listeners.some((listener) => !listenerProblem(listener, rules)),
  };
}
