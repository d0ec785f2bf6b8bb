import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { ApiError, forbidden } from '../../apiserver/store/api-error.ts';
import { type KubeObject, resourceName } from '../../apiserver/store/object.ts';
import { specSelector } from '../../apiserver/store/selectors.ts';
import type { World } from '../../world.ts';
import { type Failure, failuresOf } from './evaluate-policy.ts';
import { isMatch } from './matching.ts';
import { type BindingObject, bindingResource, type PolicyObject, policyResource } from './objects.ts';

/**
 * Refuses, or warns of, what breaks a policy that a binding puts into force.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export const policyAdmission: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  // Nobody can lock the cluster with a policy that is about policies.
  handles: ({ kind, world }) =>
    kind.group !== 'admissionregistration.k8s.io' && world.store.list(bindingResource).length > 0,
  validate(object, request) {
    const { store } = request.world;
    const bindings = store.list<BindingObject>(bindingResource);
    for (const policy of store.list<PolicyObject>(policyResource)) {
      if (!isMatch(policy.spec?.matchConstraints, request, object)) continue;
      const own = bindings.filter(({ spec }) => spec?.policyName === policy.metadata.name);
      for (const binding of own) apply({ policy, binding }, request, object);
    }
  },
};

type Bound = { readonly policy: PolicyObject; readonly binding: BindingObject };

function apply({ policy, binding }: Bound, request: AdmissionRequest, object: KubeObject): void {
  const { spec = {} } = binding;
  if (!isMatch(spec.matchResources, request, object)) return;
  const { name } = policy.metadata;
  const actions = spec.validationActions ?? [];
  for (const { message, reason } of failures({ policy, binding }, request, object)) {
    const who = `'${name}' with binding '${binding.metadata.name}'`;
    if (actions.includes('Warn'))
      request.warn(`Validation failed for ValidatingAdmissionPolicy ${who}: ${message}`);
    if (actions.includes('Deny'))
      throw denied(request, object, `ValidatingAdmissionPolicy ${who} denied request: ${message}`, reason);
  }
}

/** A policy that can't be set up fails all that it is about, unless failures are ignored. */
function failures(
  { policy, binding }: Bound,
  request: AdmissionRequest,
  object: KubeObject,
): readonly Failure[] {
  const params = paramsOf({ policy, binding }, request.world, object);
  if (typeof params === 'string') return policy.spec?.failurePolicy === 'Ignore' ? [] : [{ message: params }];
  return params.flatMap((one) => failuresOf(policy, request, { object, params: one }));
}

/** The objects that a binding gives as parameters, none being one of its own; or why they can't be had. */
function paramsOf(
  { policy, binding }: Bound,
  { store, kinds }: World,
  { metadata }: KubeObject,
): readonly (KubeObject | undefined)[] | string {
  const { paramKind } = policy.spec ?? {};
  const { paramRef } = binding.spec ?? {};
  if (!paramKind) return [undefined];
  const [version = '', group = ''] = paramKind.apiVersion.split('/').toReversed();
  const kind = kinds.byKind(group, version, paramKind.kind);
  if (!kind)
    return `failed to configure policy: failed to find resource referenced by paramKind: '${paramKind.apiVersion}, Kind=${paramKind.kind}'`;
  if (!paramRef) return [undefined];
  const failed = (why: string): string => `failed to configure binding: ${why}`;
  if (paramRef.namespace && !kind.namespaced)
    return failed('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  const namespace = kind.namespaced ? (paramRef.namespace ?? metadata.namespace ?? '') : '';
  if (kind.namespaced && !namespace)
    return failed('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  const resource = resourceName(kind.group, kind.plural);
  const { name, selector } = paramRef;
  const found = name
    ? [store.get({ resource, namespace, name })].filter((one) => one !== undefined)
    : store.list(resource, { namespace, where: specSelector(selector) });
  if (!found.length && paramRef.parameterNotFoundAction === 'Deny')
    return failed('no params found for policy binding with `Deny` parameterNotFoundAction');
  return found;
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function denied(
  { resource }: AdmissionRequest,
  { metadata }: KubeObject,
  why: string,
  reason = 'Invalid',
): ApiError {
  const { message, details } = forbidden(resource, metadata.name, why);
  return new ApiError(codes[reason] ?? 422, reason, message, { ...details, causes: [{ message: why }] });
}
