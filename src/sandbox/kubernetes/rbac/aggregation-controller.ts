import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { World } from '../../world.ts';
import { clusterRoleResource, type RoleObject } from './objects.ts';

/**
 * Roles with an aggregation rule have the rules of the roles that it selects.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export const clusterRoleAggregation: Controller = {
  name: 'clusterrole-aggregation-controller',
  watches: [clusterRoleResource],
  delay: 0.1,
  enqueue: (_changed, world) =>
    world.store
      .list<RoleObject>(clusterRoleResource)
      .filter(({ aggregationRule }) => aggregationRule !== undefined)
      .map((role) => keyOf(clusterRoleResource, role)),
  reconcile(key, world) {
    const role = world.store.get<RoleObject>(key);
    if (!role?.aggregationRule) return undefined;
    const rules = aggregatedRules(world, role);
    if (JSON.stringify(rules) !== JSON.stringify(role.rules))
      world.store.mutate<RoleObject>(key, (object) => ({ ...object, rules }));
    return undefined;
  },
};

/** Each different rule once: selector after selector, role after role by name. */
function aggregatedRules(world: World, { metadata, aggregationRule }: RoleObject): readonly PolicyRule[] {
  const rules = (aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector) => {
    const selects = specSelector(selector);
    return world.store
      .list<RoleObject>(clusterRoleResource)
      .filter((role) => role.metadata.name !== metadata.name && selects(role))
      .flatMap((role) => role.rules ?? []);
  });
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
