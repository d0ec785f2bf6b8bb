import { invalid, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { countRules } from '../../apiserver/admission/number-rules.ts';
import { at, type Fields, listAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy */
export function successPolicyRules(spec: Fields): FieldError[] {
  const path = 'spec.successPolicy';
  if (spec.successPolicy === undefined) return [];
  if (spec.completionMode !== 'Indexed') {
    return [invalid(path, new GoText('batch.SuccessPolicy{…}'), 'requires indexed completion mode')];
  }
  const rules = listAt(spec, 'successPolicy.rules');
  return [
    ...(rules.length
      ? []
      : [
          required(
            `${path}.rules`,
            'at least one rules must be specified when the successPolicy is specified',
          ),
        ]),
    ...rules.flatMap((rule, index) => ruleRules(spec, rule, `${path}.rules[${index}]`)),
  ];
}

function ruleRules(spec: Fields, rule: unknown, path: string): FieldError[] {
  const count = at(rule, 'succeededCount');
  const indexes = at(rule, 'succeededIndexes');
  const detail = 'at least one of succeededCount or succeededIndexes must be specified';
  const most = `must be less than or equal to ${spec.completions} (the number of specified completions)`;
  return [
    ...(count === undefined && indexes === undefined ? [required(path, detail)] : []),
    ...(typeof indexes === 'string' && !isIntervals(indexes)
      ? [invalid(`${path}.succeededIndexes`, indexes, 'error parsing succeededIndexes')]
      : []),
    ...countRules(count, `${path}.succeededCount`),
    ...(Number(count) > Number(spec.completions) ? [invalid(`${path}.succeededCount`, count, most)] : []),
  ];
}

/** `1,3-5,7`. */
const isIntervals = (text: string): boolean => /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(text);
