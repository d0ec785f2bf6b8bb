import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { missingFunctions } from '../../apiserver/cel/check.ts';
import {
  asksAuthorizer,
  checkPolicyExpression,
  expressionProblem,
} from '../../apiserver/cel/policy-expression.ts';
import type { PolicyScope } from '../../apiserver/cel/policy-types.ts';
import { textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { BindingObject, MatchResources, Named, PolicyObject } from './objects.ts';

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
  const plain: PolicyScope = { hasParams: spec.paramKind !== undefined, variables: {} };
  const { scope, errors: variableErrors } = variablesOf(spec.variables ?? [], plain);
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
    ...named(spec.matchConditions, 'spec.matchConditions', plain),
    ...variableErrors,
    ...(validations.length || auditAnnotations.length
      ? []
      : [required('spec.validations', none), required('spec.auditAnnotations', none)]),
    ...validations.flatMap((validation, index) => {
      const here = `spec.validations[${index}]`;
      const { expression = '', message = '', messageExpression = '', reason } = validation;
      return [
        ...(expression.trim()
          ? expressionRules(expression, `${here}.expression`, scope, ['bool'])
          : [required(`${here}.expression`, 'expression is not specified')]),
        ...(messageExpression
          ? expressionRules(messageExpression, `${here}.messageExpression`, scope, ['string'])
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
      expressionRules(valueExpression, `spec.auditAnnotations[${index}].valueExpression`, scope, [
        'string',
        'null_type',
      ]),
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
  ...named(conditions as readonly Named[], path, { hasParams: false, variables: {} }),
  ...conditions.flatMap((condition, index) =>
    textAt(condition, 'name') ? [] : [required(`${path}[${index}].name`)],
  ),
];

function named(items: readonly Named[] = [], path: string, scope: PolicyScope): FieldError[] {
  const names = items.map(({ name }) => name);
  return items.flatMap(({ name, expression = '' }, index) => [
    ...(expression.trim()
      ? expressionRules(expression, `${path}[${index}].expression`, scope, ['bool'])
      : [required(`${path}[${index}].expression`)]),
    ...(names.indexOf(name) < index ? [duplicate(`${path}[${index}].name`, name)] : []),
  ]);
}

type Variables = { readonly scope: PolicyScope; readonly errors: readonly FieldError[] };

/** Each variable may name those before it, and has the type of its expression. */
const variablesOf = (variables: readonly Named[], plain: PolicyScope): Variables =>
  variables.reduce<Variables>(
    ({ scope, errors }, { name = '', expression = '' }, index) => {
      const here = `spec.variables[${index}]`;
      // What isn't simulated is refused for that, after the rules.
      const checked = isSimulated(expression)
        ? checkPolicyExpression(expression, declared(scope))
        : { type: 'dyn' };
      const problems = expression.trim()
        ? 'problem' in checked
          ? [invalid(`${here}.expression`, expression, checked.problem)]
          : []
        : [required(`${here}.expression`)];
      const misnamed = name !== '' && !identifier.test(name);
      const type = 'type' in checked ? whole(checked.type) : 'dyn';
      return {
        scope: { ...scope, variables: { ...scope.variables, [name]: type } },
        errors: [
          ...errors,
          ...problems,
          ...(misnamed ? [invalid(`${here}.name`, name, 'name is not a valid CEL identifier')] : []),
        ],
      };
    },
    { scope: plain, errors: [] },
  );

/** Variables are there for each other, even before there is one. */
const declared = (scope: PolicyScope): PolicyScope => ({
  ...scope,
  variables: { ...scope.variables, '': 'dyn' },
});

/** The library leaves out of a type what is dynamic in it. */
const whole = (type: string): string =>
  type === 'list' ? 'list<dyn>' : type === 'map' ? 'map<dyn, dyn>' : type;

const isSimulated = (expression: string): boolean =>
  !asksAuthorizer(expression) && missingFunctions(expression).length === 0;

/** What isn't simulated is refused for that, after the rules. */
function expressionRules(
  expression: string,
  field: string,
  scope: PolicyScope,
  wanted: readonly string[],
): FieldError[] {
  if (!isSimulated(expression)) return [];
  const problem = expressionProblem(expression, scope, wanted);
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
