import type { AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { userInfo } from '../../apiserver/authentication/user.ts';
import { evaluateExpression, type PolicyValues, policyValue } from '../../apiserver/cel/policy-expression.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { PolicyObject, Validation } from './objects.ts';

/** One validation that failed. */
export type Failure = { readonly message: string; readonly reason?: string | undefined };

/** What of a policy an object breaks, its parameters given. What can't be evaluated counts as its failure policy says. */
export function failuresOf(
  { spec = {} }: PolicyObject,
  request: AdmissionRequest,
  { object, params }: { readonly object: KubeObject; readonly params: KubeObject | undefined },
): readonly Failure[] {
  const values = valuesOf(request, object, params, spec.variables ?? []);
  const isFatal = spec.failurePolicy !== 'Ignore';
  const unevaluated = (error: unknown): readonly Failure[] =>
    isFatal ? [{ message: error instanceof Error ? error.message : String(error) }] : [];
  try {
    if (!meets(spec.matchConditions ?? [], values)) return [];
  } catch (error) {
    return unevaluated(error);
  }
  return (spec.validations ?? []).flatMap((validation) => {
    try {
      if (evaluateExpression(validation.expression, values) === true) return [];
    } catch (error) {
      return unevaluated(error);
    }
    return [{ message: messageOf(validation, values), reason: validation.reason }];
  });
}

/** Whether conditions about a request are all met. @throws where one can't be told and none is false */
export const conditionsHold = (
  conditions: readonly { readonly expression: string }[],
  request: AdmissionRequest,
  object: KubeObject,
): boolean => meets(conditions, valuesOf(request, object, undefined, []));

/** A condition that is false decides, whatever becomes of the others. */
function meets(conditions: readonly { readonly expression: string }[], values: PolicyValues): boolean {
  let failed: unknown;
  for (const { expression } of conditions) {
    try {
      if (evaluateExpression(expression, values) !== true) return false;
    } catch (error) {
      failed ??= error;
    }
  }
  if (failed) throw failed;
  return true;
}

function messageOf({ expression, message, messageExpression }: Validation, values: PolicyValues): string {
  const plain = message?.trim() || `failed expression: ${expression.trim()}`;
  if (!messageExpression) return plain;
  try {
    const text = evaluateExpression(messageExpression, values);
    return typeof text === 'string' && text.trim() && !text.includes('\n') ? text.trim() : plain;
  } catch {
    return plain;
  }
}

function valuesOf(
  request: AdmissionRequest,
  object: KubeObject,
  params: KubeObject | undefined,
  variables: readonly { readonly name: string; readonly expression: string }[],
): PolicyValues {
  const { operation, old, world, resource } = request;
  const { namespace: name = '' } = object.metadata;
  const namespace =
    resource === 'namespaces' ? undefined : world.store.get({ resource: 'namespaces', namespace: '', name });
  const values = {
    object: policyValue(operation === 'DELETE' ? null : object),
    oldObject: policyValue(operation === 'DELETE' ? object : old),
    request: policyValue(requestValue(request, object)),
    params: policyValue(params),
    namespaceObject: policyValue(namespace),
  };
  return { ...values, variables: lazyVariables(values, variables) };
}

/** A variable is evaluated when an expression asks for it, and may use those before it. */
function lazyVariables(
  values: PolicyValues,
  variables: readonly { readonly name: string; readonly expression: string }[],
): object {
  const found: Record<string, unknown> = {};
  for (const { name, expression } of variables)
    Object.defineProperty(found, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = evaluateExpression(expression, { ...values, variables: found });
        Object.defineProperty(found, name, { value, enumerable: true });
        return value;
      },
    });
  return found;
}

function requestValue(request: AdmissionRequest, { metadata }: KubeObject): object {
  const { kind, version, operation, subresource, user, dryRun } = request;
  const type = { group: kind.group, version, kind: kind.kind };
  const resource = { group: kind.group, version, resource: kind.plural };
  return {
    kind: type,
    resource,
    subResource: subresource,
    requestKind: type,
    requestResource: resource,
    requestSubResource: subresource,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    operation,
    userInfo: userInfo(user),
    dryRun,
  };
}
