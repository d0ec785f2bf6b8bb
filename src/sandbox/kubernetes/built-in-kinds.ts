import { ageColumn, nameColumn } from '../apiserver/columns.ts';
import type { Kind } from '../apiserver/kind.ts';
import type { Definitions, KindSchema, Schema } from '../apiserver/schemas/schema.ts';
import data from './data/kubernetes.json' with { type: 'json' };
import type { BuiltIn } from './define.ts';
import { plainColumns } from './plain-columns.ts';

/** What the data says of a kind; what is left out is as for most kinds. */
type Facts = {
  readonly group?: string;
  readonly versions?: readonly [string, ...string[]];
  readonly kind: string;
  readonly plural: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced?: boolean;
  readonly verbs?: readonly string[];
  readonly subresources?: readonly string[];
};

type TypedSchema = Schema & {
  readonly 'x-kubernetes-group-version-kind'?: readonly [GroupVersionKind];
};

type GroupVersionKind = { readonly group: string; readonly version: string; readonly kind: string };

/** Every definition of the API, by its name in OpenAPI. */
export const definitions = data.definitions as unknown as Definitions;

const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const typeName = ({ group, version, kind }: GroupVersionKind): string => `${group}/${version}/${kind}`;

const namesByType = new Map(
  Object.entries(data.definitions as unknown as Readonly<Record<string, TypedSchema>>).flatMap(
    ([name, { 'x-kubernetes-group-version-kind': types }]): [string, string][] =>
      types ? [[typeName(types[0]), name]] : [],
  ),
);

/** The schema of a type of the API, which needn't be one that is stored. */
export function schemaOfType(type: GroupVersionKind): KindSchema | undefined {
  const name = namesByType.get(typeName(type));
  const schema = name === undefined ? undefined : definitions[name];
  return name === undefined || !schema ? undefined : { name, schema, definitions };
}

/** All kinds that a release of Kubernetes serves, those that behave with their behaviour. */
export function builtInKinds(behaviours: readonly BuiltIn[]): readonly Kind[] {
  const byType = new Map(behaviours.map((behaviour) => [`${behaviour.group}/${behaviour.kind}`, behaviour]));
  return (data.kinds as unknown as readonly Facts[]).map((facts) => {
    const { group = '', kind } = facts;
    return { ...kindOf(facts), ...byType.get(`${group}/${kind}`) };
  });
}

/** Its kinds and their schemas come from one file. @throws Error, as that is our mistake */
function unknownSchema(kind: string): never {
  throw new Error(`there is no schema of ${kind}`);
}

function kindOf(facts: Facts): Kind {
  const { group = '', versions = ['v1'], kind } = facts;
  const [storageVersion] = versions;
  return {
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: allVerbs,
    subresources: [],
    ...facts,
    group,
    versions,
    storageVersion,
    listKind: `${kind}List`,
    custom: false,
    schemaOf: (version = storageVersion) => schemaOfType({ group, version, kind }) ?? unknownSchema(kind),
    columns: plainColumns[`${group}/${kind}`] ?? [nameColumn, ageColumn],
  };
}
