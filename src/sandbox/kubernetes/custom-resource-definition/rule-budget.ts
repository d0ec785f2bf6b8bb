import { forbiddenField } from '../../apiserver/admission/field-error.ts';
import { largestRequest, type ValueType } from '../../apiserver/cel/cost/value-type.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { Schema } from '../../apiserver/schemas/schema.ts';

/** What one rule may cost by its estimate, and all rules of a schema together. */
const ruleLimit = 10_000_000;
const schemaLimit = 100_000_000;

/** What the rules of a schema cost so far. */
export type Budget = {
  /** Counts a cost; gives the error where it alone is too much. */
  readonly spend: (what: string, field: string, cost: number) => FieldError[];
  /** The errors where all together are too much. */
  readonly exceeded: (path: string) => FieldError[];
};

/**
 * The budget of one schema. One that stays as it was keeps its rules, whatever each of them costs.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions
 */
export function startBudget(isUnchanged: boolean): Budget {
  let total = 0;
  let dearest: readonly { readonly field: string; readonly cost: number }[] = [];
  return {
    spend(what, field, cost) {
      total += cost;
      if (cost >= schemaLimit / 100)
        dearest = [...dearest, { field, cost }].sort((a, b) => b.cost - a.cost).slice(0, 4);
      return !isUnchanged && cost > ruleLimit ? [forbiddenField(field, excess(what, cost / ruleLimit))] : [];
    },
    exceeded(path) {
      if (total <= schemaLimit) return [];
      const whole = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
      return [
        ...dearest.map(({ field }) => forbiddenField(field, contributed)),
        forbiddenField(path, excess(whole, total / schemaLimit)),
      ];
    },
  };
}

const contributed =
  'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';

function excess(what: string, factor: number): string {
  const shown = factor > 100 ? 'more than 100x' : `${factor.toFixed(factor < 1.5 ? 6 : 1)}x`;
  return `${what} exceeds budget by factor of ${shown} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}

/** How many values of a type a request has room for, where no limit of a list or a map says it. */
export const roomFor = ({ minBytes }: ValueType): number => Math.floor(largestRequest / (minBytes + 1));

/** How often what a schema consists of may be there; undefined where nothing limits it. */
export function countWithin(schema: Schema, count: number | undefined): number | undefined {
  if (count === undefined) return undefined;
  const limit =
    schema.type === 'array' ? schema.maxItems : schema.additionalProperties ? schema.maxProperties : 1;
  return limit === undefined ? undefined : count * Math.max(0, limit);
}
