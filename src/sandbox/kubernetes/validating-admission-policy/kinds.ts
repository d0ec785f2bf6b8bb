import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { bindingRules, expressionsOf, policyRules } from './rules.ts';
import { unsimulatedExpressions } from './unsimulated.ts';

const group = 'admissionregistration.k8s.io';

/** @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ */
export const validatingAdmissionPolicy = builtIn({
  group,
  kind: 'ValidatingAdmissionPolicy',
  hasExpressions: true,
  default: (object) => withMatch({ failurePolicy: 'Fail' }, object, 'matchConstraints'),
  validate: policyRules,
  refuse: (object) => unsimulatedExpressions(expressionsOf(object)),
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
