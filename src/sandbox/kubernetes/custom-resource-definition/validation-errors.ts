import { invalid } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { checkRule, missingFunctions } from '../../apiserver/cel/check.ts';
import { estimateCost } from '../../apiserver/cel/cost/estimate-cost.ts';
import { dynType, type ValueType, valueTypeOf } from '../../apiserver/cel/cost/value-type.ts';
import { isFields } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { Schema, ValidationRule } from '../../apiserver/schemas/schema.ts';
import { type Budget, countWithin, roomFor, startBudget } from './rule-budget.ts';
import { childrenOf } from './schema-children.ts';

/** A schema's place among the others. */
type Place = {
  readonly path: string;
  readonly isRoot: boolean;
  /** The nearest list whose items nobody can tell apart, if this lies in one. */
  readonly uncorrelatable: string | undefined;
  /** How many values there can be; undefined where nothing limits it. */
  readonly count: number | undefined;
  readonly budget: Budget;
};

/** What is wrong with the CEL rules of a whole schema, from the inside out, and whether they cost too much. */
export function validationErrors(schema: Schema, path: string, isUnchanged: boolean): FieldError[] {
  const budget = startBudget(isUnchanged);
  const place = { path, isRoot: true, uncorrelatable: undefined, count: 1, budget };
  return [...errorsWithin(schema, place), ...budget.exceeded(path)];
}

function errorsWithin(schema: Schema, place: Place): FieldError[] {
  const { path, isRoot, uncorrelatable, budget } = place;
  const count = countWithin(schema, place.count);
  const inner = childrenOf(schema, path).flatMap((child) =>
    errorsWithin(child.schema, {
      path: child.path,
      isRoot: false,
      uncorrelatable: uncorrelatable ?? (isAnonymous(schema, child.path) ? path : undefined),
      count,
      budget,
    }),
  );
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (!rules.length) return inner;
  const isWhole = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const type = valueTypeOf(schema, isWhole) ?? dynType;
  const own = rules.flatMap((rule, index) =>
    ruleErrors(rule, { ...place, type, here: `${path}.x-kubernetes-validations[${index}]` }),
  );
  return [...inner, ...own];
}

/** Items of a list that isn't a map can't be told apart, and so not be compared with those before. */
const isAnonymous = (schema: Schema, childPath: string): boolean =>
  childPath.endsWith('.items') && schema['x-kubernetes-list-type'] !== 'map';

/** Where a rule is, and the type of the value that it is for. */
type RulePlace = Place & { readonly type: ValueType; readonly here: string };

function ruleErrors(rule: ValidationRule, place: RulePlace): FieldError[] {
  const { here, uncorrelatable } = place;
  const { messageExpression } = rule;
  // What Kubernetes has and the sandbox lacks is refused by name, not as a mistake.
  if ([rule.rule, messageExpression ?? ''].some((text) => text && missingFunctions(text).length)) return [];
  const { problem, type, usesOld } = checkRule(rule.rule, place.type);
  const shown = goRule(rule);
  const isTruth = type === 'bool' || type === 'dyn';
  return [
    ...(problem ? [invalid(`${here}.rule`, shown, `compilation failed: ${problem}`)] : []),
    ...(!problem && !isTruth
      ? [invalid(`${here}.rule`, shown, 'cel expression must evaluate to a bool')]
      : []),
    ...(!problem && isTruth ? ruleCost(rule, place) : []),
    ...(messageExpression ? messageErrors(rule, messageExpression, place) : []),
    ...(usesOld && uncorrelatable ? [forbiddenOld(rule, here, uncorrelatable)] : []),
    ...(!usesOld && rule.optionalOldSelf !== undefined ? [idleOption(rule.optionalOldSelf, here)] : []),
  ];
}

const forbiddenOld = ({ rule }: ValidationRule, here: string, within: string): FieldError =>
  invalid(
    `${here}.rule`,
    rule,
    `oldSelf cannot be used on the uncorrelatable portion of the schema within ${within}`,
  );

const idleOption = (value: boolean, here: string): FieldError =>
  invalid(`${here}.optionalOldSelf`, value, 'may not be set if oldSelf is not used in rule');

/** A rule is evaluated as often as there are values. */
function ruleCost({ rule, optionalOldSelf = false }: ValidationRule, place: RulePlace): FieldError[] {
  const { type, budget, here, count } = place;
  const cost = estimateCost(rule, type, optionalOldSelf) * (count ?? roomFor(type));
  return budget.spend('estimated rule cost', `${here}.rule`, cost);
}

function messageErrors(rule: ValidationRule, expression: string, place: RulePlace): FieldError[] {
  const { problem, type } = checkRule(expression, place.type);
  const here = `${place.here}.messageExpression`;
  if (problem) return [invalid(here, goRule(rule), `messageExpression compilation failed: ${problem}`)];
  if (type !== 'string' && type !== 'dyn')
    return [invalid(here, goRule(rule), 'messageExpression must evaluate to a string')];
  const cost = estimateCost(expression, place.type, rule.optionalOldSelf ?? false);
  return place.budget.spend('estimated messageExpression cost', here, cost);
}

function goRule(rule: ValidationRule): GoText {
  const text = (value: unknown) => JSON.stringify(typeof value === 'string' ? value : '');
  const { reason, optionalOldSelf } = isFields(rule) ? rule : {};
  const pointer = (type: string, value: unknown) =>
    value === undefined ? `(*${type})(nil)` : `(*${type})(0x0)`;
  return new GoText(
    `apiextensions.ValidationRule{Rule:${text(rule.rule)}, Message:${text(rule.message)}, MessageExpression:${text(rule.messageExpression)}, Reason:${pointer('apiextensions.FieldValueErrorReason', reason)}, FieldPath:${text(rule.fieldPath)}, OptionalOldSelf:${pointer('bool', optionalOldSelf)}}`,
  );
}
