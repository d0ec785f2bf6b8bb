import type { Diagnostic } from '../model/diagnostic.ts';
import type { Input } from '../model/input.ts';
import type { Runbook } from '../model/runbook.ts';
import { inputFault } from './input-fault.ts';
import { type GivenInputs, inputValue } from './input-values.ts';

/** Inputs of pages that have no value, or one that they may not have: nothing may run. */
export function inputFaults(runbooks: readonly Runbook[], given: GivenInputs): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const runbook of runbooks) {
    for (const input of runbook.meta.inputs) {
      const fault = faultOfInput(input, runbook, given);
      // Several pages may ask for one thing.
      if (fault !== undefined && !found.has(input.name)) found.set(input.name, fault);
    }
  }
  return [...found.values()];
}

/** What is wrong with the value of one input of a page, or that it has none. */
export function faultOfInput(
  input: Input,
  { source, meta }: Runbook,
  given: GivenInputs,
): Diagnostic | undefined {
  const { name, prompt } = input;
  const value = inputValue(input, given);
  const span = meta.spans[`inputs.${name}`];
  const place = span === undefined ? {} : { span };
  if (value === undefined) {
    const asks = prompt === undefined ? '' : ` (${prompt})`;
    return {
      code: 'plan/missing-input',
      severity: 'error',
      message: `${source.file} needs a value for its input \`${name}\`${asks}`,
      hint: `Give one: \`--set ${name}=…\` or \`RUNBOOK_INPUT_${name}=…\`.`,
      ...place,
    };
  }
  const wrong = inputFault(input, value);
  if (wrong === undefined) return undefined;
  const shown = input.secret ? 'The value' : `\`${value}\``;
  return {
    code: 'plan/bad-input',
    severity: 'error',
    message: `${shown} is no value for the input \`${name}\` of ${source.file}: ${wrong}`,
    hint: `Give another: \`--set ${name}=…\` or \`RUNBOOK_INPUT_${name}=…\`.`,
    ...place,
  };
}
