import { secretMask } from '../model/mask.ts';
import type { Plan } from '../model/plan.ts';
import { type GivenInputs, inputValue } from './input-values.ts';

/** The inputs of a plan's pages as they may be shown: the value of a secret is masked. */
export function shownInputs({ runbooks }: Plan, given: GivenInputs): Readonly<Record<string, string>> {
  const entries = runbooks.flatMap(({ runbook }) =>
    runbook.meta.inputs.map((input): [string, string] => {
      const value = inputValue(input, given) ?? '';
      return [input.name, input.secret && value !== '' ? secretMask : value];
    }),
  );
  return Object.fromEntries(entries);
}
