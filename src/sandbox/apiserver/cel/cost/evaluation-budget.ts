import { ApiError } from '../../store/api-error.ts';
import type { CompiledRule } from '../compile.ts';
import { estimateCost } from './estimate-cost.ts';
import { sizedType } from './sized-type.ts';
import type { ValueType } from './value-type.ts';

/** What one evaluation may cost, and all of one object; what costs less than the last isn't looked at closely. */
const evaluationLimit = 1_000_000;
const objectLimit = 10_000_000;
const cheap = 10_000;

/** Looks at what a rule may cost for a value. @throws ApiError 501 where that may be too much */
export type EvaluationBudget = (rule: CompiledRule, type: ValueType, value: unknown) => void;

/**
 * The budget of one object's rules. The API server counts while it evaluates; here a bound is enough, by the sizes
 * that the value has. Where it doesn't tell that the budget is kept, nobody knows what the API server would say.
 * @see https://github.com/kubernetes/apiserver/blob/v0.33.1/pkg/apis/cel/config.go
 */
export function startEvaluations(): EvaluationBudget {
  let total = 0;
  return (compiled, type, value) => {
    const { rule, optionalOldSelf = false } = compiled.rule;
    const most = compiled.mostOf(type);
    const cost = most <= cheap ? most : estimateCost(rule, sizedType(value, type), optionalOldSelf);
    total += cost;
    if (cost <= evaluationLimit && total <= objectLimit) return;
    throw new ApiError(
      501,
      'NotImplemented',
      `sandbox: a CEL rule that may cost more than ${cost > evaluationLimit ? evaluationLimit : objectLimit} for one object is not simulated: ${rule.trim()}`,
    );
  };
}
