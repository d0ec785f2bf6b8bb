import { duplicate, forbiddenField, required } from '../../apiserver/admission/field-error.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { type Fields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';

/**
 * Containers that somebody adds to look around: they have a name of their own, may aim at another container, and stay
 * as they are. @see kubernetes, pkg/apis/core/validation/validation.go, ValidatePodEphemeralContainersUpdate
 */
export function ephemeralRules(spec: Fields, old: Fields): FieldError[] {
  const added = listAt(spec, 'ephemeralContainers');
  const others = ['containers', 'initContainers'].flatMap((list) => listAt(spec, list).map(nameOf));
  const names = [...others, ...added.map(nameOf)];
  return [
    ...added.flatMap((container, index) => {
      const here = `spec.ephemeralContainers[${index}]`;
      const [name, target] = [nameOf(container), textAt(container, 'targetContainerName')];
      return [
        ...(name ? [] : [required(`${here}.name`)]),
        ...(textAt(container, 'image') ? [] : [required(`${here}.image`)]),
        ...(name && names.indexOf(name) < others.length + index ? [duplicate(`${here}.name`, name)] : []),
        ...(target === '' || others.includes(target)
          ? []
          : [notFound(`${here}.targetContainerName`, target)]),
      ];
    }),
    ...listAt(old, 'ephemeralContainers').flatMap((before) => keptRules(before, added)),
  ];
}

const nameOf = (container: unknown): string => textAt(container, 'name');

const notFound = (field: string, name: string): FieldError => ({
  field,
  reason: 'FieldValueNotFound',
  message: `${field}: Not found: ${JSON.stringify(name)}`,
});

function keptRules(before: unknown, added: readonly unknown[]): FieldError[] {
  const now = added.find((one) => nameOf(one) === nameOf(before));
  if (now !== undefined && isEqual(now, before)) return [];
  const what = now === undefined ? 'removed' : 'changed';
  const detail = `existing ephemeral containers "${nameOf(before)}" may not be ${what}\n`;
  return [forbiddenField('spec.ephemeralContainers', detail)];
}
