import { missingFunctions } from '../../apiserver/cel/check.ts';
import { asksAuthorizer } from '../../apiserver/cel/policy-expression.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { bindingRules, expressionsOf, policyRules } from './rules.ts';

const group = 'admissionregistration.k8s.io';

/** @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
export const validatingAdmissionPolicy = builtIn({
  group,
  kind: 'ValidatingAdmissionPolicy',
  hasExpressions: true,
  default: (object) => withMatch({ failurePolicy: 'Fail' }, object, 'matchConstraints'),
  validate: policyRules,
  refuse: unsimulated,
  columns: [
    nameColumn,
    { name: 'Validations', type: 'string', cell: (object) => listAt(object, 'spec.validations').length },
    textColumn('ParamKind', paramKind),
    ageColumn,
  ],
});

/** Puts a policy into force. */
export const validatingAdmissionPolicyBinding = builtIn({
  group,
  kind: 'ValidatingAdmissionPolicyBinding',
  default: (object) => withMatch({}, object, 'matchResources'),
  validate: bindingRules,
  columns: [
    nameColumn,
    textColumn('PolicyName', (object) => textAt(object, 'spec.policyName')),
    textColumn('ParamRef', paramRef),
    ageColumn,
  ],
});

function withMatch(defaults: Fields, object: KubeObject, field: string): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const match = spec[field];
  const filled = isFields(match)
    ? {
        [field]: {
          matchPolicy: 'Equivalent',
          namespaceSelector: {},
          objectSelector: {},
          ...match,
          ...rulesOf(match, 'resourceRules'),
          ...rulesOf(match, 'excludeResourceRules'),
        },
      }
    : {};
  return { ...object, spec: { ...defaults, ...spec, ...filled } };
}

const rulesOf = (match: Fields, field: string): Fields =>
  match[field] === undefined
    ? {}
    : { [field]: listAt(match, field).map((rule) => (isFields(rule) ? { scope: '*', ...rule } : rule)) };

function paramKind(object: KubeObject): string {
  const kind = fieldsAt(object, 'spec.paramKind');
  return kind.kind ? `${kind.apiVersion}/${kind.kind}` : '<unset>';
}

function paramRef(object: KubeObject): string {
  const { name, namespace, selector } = fieldsAt(object, 'spec.paramRef');
  if (name) return `${namespace || '*'}/${name}`;
  return selector ? JSON.stringify(selector) : '<unset>';
}

/** What expressions can't be given here is refused before it could be taken for looked at. */
function unsimulated(object: KubeObject): ApiError | undefined {
  const expressions = expressionsOf(object);
  const missing = [
    ...expressions.flatMap(missingFunctions),
    ...(expressions.some(asksAuthorizer) ? ['authorizer'] : []),
  ];
  return missing.length
    ? new ApiError(
        501,
        'NotImplemented',
        `sandbox: ${[...new Set(missing)].join(', ')} in CEL is not simulated`,
      )
    : undefined;
}
