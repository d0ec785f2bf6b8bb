import type { GivenInputs } from './input-values.ts';

/** Variables of the environment that give inputs begin with this: one of the input's own name may mean another thing. */
export const inputPrefix = 'RUNBOOK_INPUT_';

/** The inputs that an environment gives: `RUNBOOK_INPUT_HOST=web-1`. */
export function namedInputs(environment: Readonly<Record<string, string | undefined>>): GivenInputs {
  const named = Object.entries(environment).flatMap(([name, value]): [string, string][] =>
    name.startsWith(inputPrefix) && value !== undefined ? [[name.slice(inputPrefix.length), value]] : [],
  );
  return Object.fromEntries(named);
}
