import type { Input } from '../model/input.ts';
import type { Runbook } from '../model/runbook.ts';

/** Values that were given for a run, by the name of the input. */
export type GivenInputs = Readonly<Record<string, string>>;

/** The value of an input: what was given, else its default; empty where it may be, undefined where it has none. */
export function inputValue(input: Input, given: GivenInputs): string | undefined {
  const { name, default: usual, required } = input;
  const own = Object.hasOwn(given, name) ? given[name] : undefined;
  return own ?? usual ?? (required ? undefined : '');
}

/** The variables that a page's inputs come to; one without a value is left out. */
export function inputVariables({ meta }: Runbook, given: GivenInputs): Readonly<Record<string, string>> {
  const entries = meta.inputs.flatMap((input): [string, string][] => {
    const value = inputValue(input, given);
    return value === undefined ? [] : [[input.name, value]];
  });
  return Object.fromEntries(entries);
}
