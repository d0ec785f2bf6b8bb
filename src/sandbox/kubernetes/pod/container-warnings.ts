import { quantity } from '../../apiserver/admission/quantity.ts';
import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';

/** What of one container is said to be no good idea: parts of bytes, and variables that hide others. */
export const containerWarnings = (container: unknown, path: string): readonly string[] => [
  ...['memory', 'ephemeral-storage'].flatMap((resource) =>
    ['limits', 'requests'].flatMap((list) => fractionWarning(container, { resource, list, path })),
  ),
  ...variableWarnings(listAt(container, 'env'), `${path}.env`),
];

type Amount = { readonly resource: string; readonly list: string; readonly path: string };

/** Bytes are whole. */
export function fractionWarning(container: unknown, { resource, list, path }: Amount): readonly string[] {
  const amount = fieldsAt(container, `resources.${list}`)[resource];
  if (typeof amount !== 'string' || Number.isInteger(quantity(amount))) return [];
  return [
    `${path}.resources.${list}[${resource}]: fractional byte value "${amount}" is invalid, must be an integer`,
  ];
}

/** A variable may build on the earlier one of its name, as in `$(PATH):/bin`. */
function variableWarnings(variables: readonly unknown[], path: string): readonly string[] {
  const names = variables.map((variable) => textAt(variable, 'name'));
  return variables.flatMap((variable, index) => {
    const name = names[index] ?? '';
    if (names.indexOf(name) === index) return [];
    const [value, reference] = [textAt(variable, 'value'), `$(${name})`];
    const buildsOn =
      fieldsAt({ variable }, 'variable').valueFrom === undefined &&
      value !== reference &&
      value.includes(reference);
    return buildsOn
      ? []
      : [`${path}[${index}]: hides previous definition of "${name}", which may be dropped when using apply`];
  });
}
