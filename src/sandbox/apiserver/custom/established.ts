import type { CustomResourceDefinition } from './definition.ts';

/** A definition whose names nobody else has, as it is once its kind is served. `time` is when that was. */
export function established(definition: CustomResourceDefinition, time: string): CustomResourceDefinition {
  const { names, versions } = definition.spec;
  const condition = (type: string, reason: string, message: string) => ({
    lastTransitionTime: time,
    message,
    reason,
    status: 'True',
    type,
  });
  return {
    ...definition,
    status: {
      acceptedNames: names,
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      storedVersions: versions.filter(({ storage }) => storage).map(({ name }) => name),
    },
  };
}
