import { faultOfInput } from '../inputs/input-faults.ts';
import { type GivenInputs, inputValue } from '../inputs/input-values.ts';
import type { Input } from '../model/input.ts';
import { secretMask } from '../model/mask.ts';
import type { Plan } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Runbook } from '../model/runbook.ts';

/** The inputs of a plan's pages with their values, a row for each name; that of a secret is hidden. */
export function inputRows({ runbooks }: Plan, given: GivenInputs): readonly Requirement[] {
  const all = runbooks.flatMap(({ runbook }) => runbook.meta.inputs.map((input) => ({ input, runbook })));
  // Several pages may ask for one thing.
  const byName = Map.groupBy(all, ({ input }) => input.name);
  return [...byName.values()].flatMap(([first]) =>
    first === undefined ? [] : [rowOf(first.input, first.runbook, given)],
  );
}

function rowOf(input: Input, runbook: Runbook, given: GivenInputs): Requirement {
  const { name, prompt } = input;
  const diagnostic = faultOfInput(input, runbook, given);
  return {
    kind: 'input',
    name: prompt === undefined ? name : `${name} (${prompt})`,
    found: shown(input, inputValue(input, given)),
    ...(diagnostic === undefined ? { state: 'met' } : { state: 'unmet', diagnostic }),
  };
}

function shown({ secret }: Input, value: string | undefined): string {
  if (value === undefined) return 'no value';
  return secret && value !== '' ? secretMask : value;
}
