import type { CustomResourceDefinition, DefinitionNames } from '../../apiserver/custom/definition.ts';

/** Which name another kind of the group has already, in the words of the condition that says so. */
export type NameConflict = { readonly reason: string; readonly message: string };

/** The first name of a definition that another one of its group has; undefined when all are free. */
export function nameConflict(
  definition: CustomResourceDefinition,
  all: readonly CustomResourceDefinition[],
): NameConflict | undefined {
  const accepted = all
    .filter(
      ({ spec, metadata }) =>
        spec.group === definition.spec.group && metadata.name !== definition.metadata.name,
    )
    .map(({ status }) => status?.acceptedNames ?? {});
  const resources = new Set(accepted.flatMap(resourceNames));
  const kinds = new Set(accepted.flatMap(kindNames));
  const { names } = definition.spec;
  return (
    taken(names.plural, resources, 'PluralConflict') ??
    taken(names.singular, resources, 'SingularConflict') ??
    (names.shortNames ?? []).map((name) => taken(name, resources, 'ShortNamesConflict')).find(Boolean) ??
    taken(names.kind, kinds, 'KindConflict') ??
    taken(names.listKind, kinds, 'ListKindConflict')
  );
}

const resourceNames = ({ plural, singular, shortNames = [] }: Partial<DefinitionNames>): readonly string[] =>
  [plural, singular, ...shortNames].filter((name) => name !== undefined);

const kindNames = ({ kind, listKind }: Partial<DefinitionNames>): readonly string[] =>
  [kind, listKind].filter((name) => name !== undefined);

const taken = (
  name: string | undefined,
  names: ReadonlySet<string>,
  reason: string,
): NameConflict | undefined =>
  name && names.has(name) ? { reason, message: `${JSON.stringify(name)} is already in use` } : undefined;
