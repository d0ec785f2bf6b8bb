import type { PolicyRule } from '../../apiserver/authorization/authorizer.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../../apiserver/store/selectors.ts';

export const rbacGroup = 'rbac.authorization.k8s.io';
export const roleResource = `roles.${rbacGroup}`;
export const clusterRoleResource = `clusterroles.${rbacGroup}`;
export const roleBindingResource = `rolebindings.${rbacGroup}`;
export const clusterRoleBindingResource = `clusterrolebindings.${rbacGroup}`;

/** A Role or a ClusterRole. */
export type RoleObject = KubeObject & {
  readonly rules?: readonly PolicyRule[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelectorSpec[] };
};

/** Whom a binding gives its role to. */
export type Subject = {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
};

/** A RoleBinding or a ClusterRoleBinding. */
export type BindingObject = KubeObject & {
  readonly roleRef?: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly Subject[];
};
