import type { Column, Kind, KindBehaviour, ScalePaths } from '../kind.ts';
import { type KindSchema, objectMeta, type Schema } from '../schemas/schema.ts';
import type { CustomKindOptions } from './custom-kinds.ts';
import { withSchemaDefaults } from './defaults.ts';
import type { CustomResourceDefinition, DefinitionVersion } from './definition.ts';
import { printerColumns } from './printer-columns.ts';
import { byPriority } from './version-priority.ts';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** The kind that a definition defines. */
export function customKind(
  { spec }: CustomResourceDefinition,
  { definitions, behaviours }: CustomKindOptions,
): Kind | undefined {
  const { group, names, scope } = spec;
  const versions = spec.versions.filter(({ served }) => served).sort((a, b) => byPriority(a.name, b.name));
  const [first, ...others] = versions.map(({ name }) => name);
  const stored = spec.versions.find(({ storage }) => storage);
  if (!first || !stored) return undefined;
  const versionNamed = (name: string): DefinitionVersion =>
    spec.versions.find((version) => version.name === name) ?? stored;
  const schemas = new Map<string, KindSchema>();
  const schemaOf = (name = stored.name): KindSchema => {
    const known = schemas.get(name);
    if (known) return known;
    const schema: KindSchema = {
      name: `${group.split('.').reverse().join('.')}.${name}.${names.kind}`,
      schema: withObjectFields(versionNamed(name).schema?.openAPIV3Schema ?? {}),
      definitions,
    };
    schemas.set(name, schema);
    return schema;
  };
  const columns = new Map<string, readonly Column[]>();
  const columnsOf = (name: string): readonly Column[] => {
    const made = columns.get(name) ?? printerColumns(versionNamed(name).additionalPrinterColumns);
    columns.set(name, made);
    return made;
  };
  const scale = stored.subresources?.scale;
  return {
    group,
    versions: [first, ...others],
    storageVersion: stored.name,
    kind: names.kind,
    listKind: names.listKind ?? `${names.kind}List`,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: scope === 'Namespaced',
    verbs,
    subresources: [...(stored.subresources?.status ? ['status'] : []), ...(scale ? ['scale'] : [])],
    custom: true,
    schemaOf,
    columnsOf,
    get columns() {
      return columnsOf(stored.name);
    },
    ...(scale ? { scale: scalePaths(scale) } : {}),
    selectable: (stored.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./, '')),
    default: (object) => withSchemaDefaults(object, schemaOf()),
    ...(behaviours.get(`${group}/${names.kind}`) as Omit<KindBehaviour, 'columns'> | undefined),
  };
}

/** Type and metadata are the same for all kinds, whatever a definition says of them. */
const withObjectFields = (schema: Schema): Schema => ({
  ...schema,
  type: 'object',
  properties: {
    ...schema.properties,
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { $ref: objectMeta },
  },
});

function scalePaths(scale: NonNullable<NonNullable<DefinitionVersion['subresources']>['scale']>): ScalePaths {
  const path = (text = '') => text.replace(/^\./, '');
  return {
    spec: path(scale.specReplicasPath),
    status: path(scale.statusReplicasPath),
    selector: path(scale.labelSelectorPath),
  };
}
