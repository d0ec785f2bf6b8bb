import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { checkRule, missingFunctions } from '../../apiserver/cel/check.ts';
import { parsePath } from '../../apiserver/custom/json-path.ts';
import { isFields } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { fieldOf } from '../../apiserver/schemas/field-of.ts';
import type { Schema, ValidationRule } from '../../apiserver/schemas/schema.ts';

type Place = { readonly path: string; readonly uncorrelatable: string | undefined };

/** What is wrong with the CEL rules of a schema, each with its number. */
export const validationErrors = (schema: Schema, { path, uncorrelatable }: Place): FieldError[] =>
  (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
    ruleErrors(rule, schema, { path: `${path}.x-kubernetes-validations[${index}]`, uncorrelatable }),
  );

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

function ruleErrors(rule: ValidationRule, schema: Schema, { path, uncorrelatable }: Place): FieldError[] {
  if (!rule.rule?.trim()) return [required(`${path}.rule`, 'rule is not specified')];
  const { message, reason, fieldPath, messageExpression } = rule;
  const plain = [
    ...(message !== undefined && message !== '' && !message.trim()
      ? [invalid(`${path}.message`, message, 'message must be non-empty if specified')]
      : []),
    ...(message?.trim().includes('\n')
      ? [invalid(`${path}.message`, message, 'message must not contain line breaks')]
      : []),
    ...(reason && !reasons.includes(reason) ? [notSupported(`${path}.reason`, reason, reasons)] : []),
    ...(fieldPath && !leadsSomewhere(fieldPath, schema)
      ? [invalid(`${path}.fieldPath`, fieldPath, 'fieldPath must be a valid path')]
      : []),
  ];
  if (plain.length) return plain;
  // What Kubernetes has and the sandbox lacks is refused by name, not as a mistake.
  if ([rule.rule, messageExpression ?? ''].some((text) => text && missingFunctions(text).length)) return [];
  const checked = checkRule(rule.rule, schema);
  if (checked.usesOld && uncorrelatable)
    return [
      invalid(
        `${path}.rule`,
        rule.rule,
        `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`,
      ),
    ];
  const shown = goRule(rule);
  return [
    ...(checked.problem ? [invalid(`${path}.rule`, shown, `compilation failed: ${checked.problem}`)] : []),
    ...(!checked.problem && checked.type !== 'bool' && checked.type !== 'dyn'
      ? [invalid(`${path}.rule`, shown, 'cel expression must evaluate to a bool')]
      : []),
    ...(messageExpression ? messageErrors(messageExpression, schema, { path, shown }) : []),
  ];
}

function messageErrors(
  expression: string,
  schema: Schema,
  { path, shown }: { readonly path: string; readonly shown: GoText },
): FieldError[] {
  const { problem, type } = checkRule(expression, schema);
  const here = `${path}.messageExpression`;
  if (problem) return [invalid(here, shown, `messageExpression compilation failed: ${problem}`)];
  return type === 'string' || type === 'dyn'
    ? []
    : [invalid(here, shown, 'messageExpression must evaluate to a string')];
}

/** Whether the schema has what a path names: fields only, no positions. */
function leadsSomewhere(path: string, schema: Schema): boolean {
  if (!parsePath(path) || !/^[.[]/.test(path)) return false;
  const names = [...path.matchAll(/\.([\w-]+)|\['([^']*)'\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
  return names.reduce<Schema | undefined>((here, name) => here && fieldOf(here, name), schema) !== undefined;
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
