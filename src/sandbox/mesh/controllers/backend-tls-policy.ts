import type { ObjectKey } from '../../apiserver/store/object.ts';
import { condition, mergeConditions } from '../../controllers/conditions.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import type { World } from '../../world.ts';
import { attach } from '../attachment.ts';
import { type BackendTlsPolicyObject, policiesFor, tlsOf } from '../gateway/backend-tls.ts';
import type { Condition, GatewayObject } from '../objects.ts';
import { requestRoutes } from '../request-routes.ts';
import { resources } from '../resources.ts';
import { agentgatewayControllerName, hasAgentgatewayController } from './control-plane.ts';

/**
 * Says of a policy, for each Gateway whose routes lead to its targets, whether it holds.
 * @see agentgateway v1.4.1, controller/pkg/agentgateway/plugins/backend_tls_plugin.go
 */
export const backendTlsPolicy: Controller = {
  name: 'backendtlspolicy-controller',
  watches: [
    resources.backendTlsPolicies,
    resources.configMaps,
    resources.gateways,
    resources.httpRoutes,
    resources.grpcRoutes,
    resources.services,
  ],
  enqueue: (_changed, world) => keysOf(world, resources.backendTlsPolicies),
  delay: 0.3,
  reconcile(key, world) {
    const policy = world.store.get<BackendTlsPolicyObject>(key);
    if (!policy || !hasAgentgatewayController(world)) return undefined;
    const ancestors = gatewaysOf(world, policy).map((name) => {
      const ancestorRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name };
      const before = policy.status?.ancestors?.find((each) => each.ancestorRef.name === name);
      return {
        ancestorRef,
        controllerName: agentgatewayControllerName,
        conditions: mergeConditions(world, before?.conditions, conditionsOf(world, policy)),
      };
    });
    writeStatus(world, key, { ancestors });
    return undefined;
  },
};

function conditionsOf(world: World, policy: BackendTlsPolicyObject): readonly Condition[] {
  const { generation } = policy.metadata;
  const say = (type: string, status: boolean, reason: string, message = 'Configuration is valid') =>
    condition(type, status, { reason, message, generation });
  const tls = tlsOf(world, policy);
  const stronger = strongerOf(world, policy);
  const accepted = stronger
    ? say(
        'Accepted',
        false,
        'Conflicted',
        `policy ${stronger} matches the same target but with higher priority`,
      )
    : tls.kind === 'invalid'
      ? say('Accepted', false, 'NoValidCACertificate', tls.message)
      : say('Accepted', true, 'Accepted');
  return [
    accepted,
    tls.kind === 'invalid'
      ? say('ResolvedRefs', false, tls.reason, tls.resolved)
      : say('ResolvedRefs', true, 'ResolvedRefs'),
  ];
}

/** The policy that has the same target and came first. */
function strongerOf(world: World, { metadata, spec }: BackendTlsPolicyObject): string | undefined {
  const namespace = metadata.namespace ?? '';
  for (const { name, sectionName } of spec?.targetRefs ?? []) {
    const [first] = policiesFor(world, { namespace, name }).filter(({ section }) => section === sectionName);
    if (first && first.policy.metadata.uid !== metadata.uid) return first.policy.metadata.name;
  }
  return undefined;
}

/** Names of the Gateways, sorted, that have a route to a target of a policy. */
function gatewaysOf(world: World, { metadata, spec }: BackendTlsPolicyObject): readonly string[] {
  const targets = new Set(spec?.targetRefs?.map(({ name }) => name));
  const leading = requestRoutes(world).filter((route) =>
    route.spec?.rules?.some(({ backendRefs = [] }) =>
      backendRefs.some(
        ({ name, namespace = route.metadata.namespace }) =>
          namespace === metadata.namespace && targets.has(name),
      ),
    ),
  );
  const names = leading.flatMap((route) =>
    (route.spec?.parentRefs ?? []).flatMap((ref) => {
      const attachment = attach(world, route, ref);
      return attachment.kind === 'listeners' && isOurs(world, attachment.gateway)
        ? attachment.gateway.metadata.name
        : [];
    }),
  );
  return [...new Set(names)].sort();
}

function isOurs(world: World, { spec }: GatewayObject): boolean {
  const key: ObjectKey = {
    resource: resources.gatewayClasses,
    namespace: '',
    name: spec?.gatewayClassName ?? '',
  };
  const found = world.store.get(key) as { readonly spec?: { readonly controllerName?: string } } | undefined;
  return found?.spec?.controllerName === agentgatewayControllerName;
}
