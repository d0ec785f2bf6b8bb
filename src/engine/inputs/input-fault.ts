import type { Input } from '../model/input.ts';

/** Why an input may not have a value; undefined when it may. The value of a secret isn't repeated. */
export function inputFault(
  input: Pick<Input, 'choices' | 'pattern' | 'required'>,
  value: string,
): string | undefined {
  const { choices, pattern, required } = input;
  if (value === '') return required ? 'it may not be empty' : undefined;
  if (choices && !choices.includes(value))
    return `it is one of ${choices.map((each) => `\`${each}\``).join(', ')}`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value))
    return `it matches \`${pattern}\` as a whole`;
  return undefined;
}
