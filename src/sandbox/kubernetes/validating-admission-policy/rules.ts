import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { missingFunctions } from '../../apiserver/cel/check.ts';
import { asksAuthorizer, expressionProblem } from '../../apiserver/cel/policy-expression.ts';
import { textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { BindingObject, MatchResources, PolicyObject } from './objects.ts';

/** Every expression of a policy. */
export function expressionsOf(object: KubeObject): readonly string[] {
  const { spec = {} } = object as PolicyObject;
  return [
    ...(spec.matchConditions ?? []).map(({ expression }) => expression),
    ...(spec.variables ?? []).map(({ expression }) => expression),
    ...(spec.validations ?? []).flatMap(({ expression, messageExpression }) => [
      expression,
      ...(messageExpression ? [messageExpression] : []),
    ]),
    ...(spec.auditAnnotations ?? []).map(({ valueExpression }) => valueExpression),
  ].filter((text) => text !== undefined);
}

/** @see kubernetes, pkg/apis/admissionregistration/validation/validation.go, validateValidatingAdmissionPolicySpec */
export function policyRules(object: KubeObject): FieldError[] {
  const { spec = {} } = object as PolicyObject;
  const { failurePolicy = '', matchConstraints, validations = [], auditAnnotations = [] } = spec;
  const none = 'validations or auditAnnotations must contain at least one item';
  return [
    ...(policies.includes(failurePolicy)
      ? []
      : [notSupported('spec.failurePolicy', failurePolicy, policies)]),
    ...(matchConstraints
      ? matchRules(matchConstraints, 'spec.matchConstraints')
      : [required('spec.matchConstraints')]),
    ...(matchConstraints && !matchConstraints.resourceRules?.length
      ? [required('spec.matchConstraints.resourceRules')]
      : []),
    ...named(spec.matchConditions, 'spec.matchConditions', 'bool'),
    ...named(spec.variables, 'spec.variables'),
    ...(spec.variables ?? []).flatMap(({ name = '' }, index) =>
      name === '' || identifier.test(name)
        ? []
        : [invalid(`spec.variables[${index}].name`, name, 'name is not a valid CEL identifier')],
    ),
    ...(validations.length || auditAnnotations.length
      ? []
      : [required('spec.validations', none), required('spec.auditAnnotations', none)]),
    ...validations.flatMap((validation, index) => {
      const here = `spec.validations[${index}]`;
      const { expression = '', message = '', messageExpression = '', reason } = validation;
      return [
        ...(expression.trim()
          ? expressionRules(expression, `${here}.expression`, 'bool')
          : [required(`${here}.expression`, 'expression is not specified')]),
        ...(messageExpression
          ? expressionRules(messageExpression, `${here}.messageExpression`, 'string')
          : []),
        ...(message.trim().includes('\n')
          ? [invalid(`${here}.message`, message, 'message must not contain line breaks')]
          : []),
        ...(reason === undefined || reasons.includes(reason)
          ? []
          : [notSupported(`${here}.reason`, reason, reasons)]),
      ];
    }),
    ...auditAnnotations.flatMap(({ valueExpression = '' }, index) =>
      expressionRules(valueExpression, `spec.auditAnnotations[${index}].valueExpression`),
    ),
  ];
}

const identifier = /^[A-Za-z_]\w*$/;
const policies = ['Fail', 'Ignore'];
const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const actions = ['Audit', 'Deny', 'Warn'];

/** Conditions of webhooks, each with a name of its own. */
export const conditionRules = (conditions: readonly unknown[], path: string): FieldError[] => [
  ...named(conditions as readonly { readonly name: string; readonly expression: string }[], path, 'bool'),
  ...conditions.flatMap((condition, index) =>
    textAt(condition, 'name') ? [] : [required(`${path}[${index}].name`)],
  ),
];

function named(
  items: readonly { readonly name: string; readonly expression: string }[] = [],
  path: string,
  wanted?: 'bool',
): FieldError[] {
  const names = items.map(({ name }) => name);
  return items.flatMap(({ name, expression = '' }, index) => [
    ...(expression.trim()
      ? expressionRules(expression, `${path}[${index}].expression`, wanted)
      : [required(`${path}[${index}].expression`)]),
    ...(names.indexOf(name) < index ? [duplicate(`${path}[${index}].name`, name)] : []),
  ]);
}

/** What isn't simulated is refused for that, after the rules. */
function expressionRules(expression: string, field: string, wanted?: 'bool' | 'string'): FieldError[] {
  if (asksAuthorizer(expression) || missingFunctions(expression).length) return [];
  const problem = expressionProblem(expression, wanted);
  return problem ? [invalid(field, expression, problem)] : [];
}

function matchRules(match: MatchResources, path: string): FieldError[] {
  return (['resourceRules', 'excludeResourceRules'] as const).flatMap((field) =>
    (match[field] ?? []).flatMap((rule, index) => {
      const here = `${path}.${field}[${index}]`;
      return [
        ...(rule.operations?.length ? [] : [required(`${here}.operations`)]),
        ...(rule.operations ?? []).flatMap((operation, at) =>
          operations.includes(operation)
            ? []
            : [notSupported(`${here}.operations[${at}]`, operation, operations)],
        ),
        ...(['apiGroups', 'apiVersions', 'resources'] as const)
          .filter((list) => !rule[list]?.length)
          .map((list) => required(`${here}.${list}`)),
      ];
    }),
  );
}

/** @see kubernetes, pkg/apis/admissionregistration/validation/validation.go, validateValidatingAdmissionPolicyBindingSpec */
export function bindingRules(object: KubeObject): FieldError[] {
  const { spec = {} } = object as BindingObject;
  const { policyName, paramRef, matchResources, validationActions = [] } = spec;
  return [
    ...(policyName ? [] : [required('spec.policyName')]),
    ...(paramRef ? paramRules(paramRef) : []),
    ...(matchResources ? matchRules(matchResources, 'spec.matchResources') : []),
    ...validationActions.flatMap((action, index) => [
      ...(actions.includes(action)
        ? []
        : [notSupported(`spec.validationActions[${index}]`, action, actions)]),
      ...(validationActions.indexOf(action) < index
        ? [duplicate(`spec.validationActions[${index}]`, action)]
        : []),
    ]),
    ...(validationActions.includes('Deny') && validationActions.includes('Warn')
      ? [
          invalid(
            'spec.validationActions',
            new GoText(
              `[]admissionregistration.ValidationAction{${validationActions.map((one) => JSON.stringify(one)).join(', ')}}`,
            ),
            'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
          ),
        ]
      : []),
    ...(validationActions.length
      ? []
      : [required('spec.validationActions', 'at least one validation action is required')]),
  ];
}

function paramRules({
  name,
  selector,
  parameterNotFoundAction,
}: NonNullable<NonNullable<BindingObject['spec']>['paramRef']>): FieldError[] {
  const path = 'spec.paramRef';
  const both = 'name and selector are mutually exclusive';
  return [
    ...(name && selector
      ? [forbiddenField(`${path}.name`, both), forbiddenField(`${path}.selector`, both)]
      : []),
    ...(name || selector ? [] : [required(path, 'one of name or selector must be specified')]),
    ...(parameterNotFoundAction ? [] : [required(`${path}.parameterNotFoundAction`)]),
  ];
}
