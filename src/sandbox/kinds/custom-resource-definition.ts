import { isDeepStrictEqual } from 'node:util';
import { schemaOf } from '../schemas/documents.ts';
import { ApiError } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { nameColumn, textColumn } from './columns.ts';
import { builtIn } from './define.ts';
import type { Kind } from './kind.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export const customResourceDefinition = builtIn({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  subresources: ['status'],
  refuse,
  columns: [
    nameColumn,
    { ...textColumn('Created At', ({ metadata }) => metadata.creationTimestamp ?? ''), type: 'date' },
  ],
});

/** The definitions that are there may be labelled, but the sandbox can't serve what others would define. */
function refuse(object: KubeObject, old: KubeObject | undefined): ApiError | undefined {
  if (old && isDeepStrictEqual(object.spec, old.spec)) return undefined;
  const what = `customresourcedefinitions.apiextensions.k8s.io "${object.metadata.name}"`;
  return new ApiError(
    501,
    'NotImplemented',
    `sandbox: ${old ? 'changing' : 'creating'} ${what} is not simulated`,
  );
}

/**
 * The definitions of the custom resources that the sandbox serves, as objects; without their printer columns.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
export function definitionOf(kind: Kind): KubeObject {
  const { group, plural, singular, shortNames, categories } = kind;
  const names = { kind: kind.kind, listKind: `${kind.kind}List`, plural, singular, shortNames, categories };
  const established = ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' }));
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names,
      scope: kind.namespaced ? 'Namespaced' : 'Cluster',
      versions: kind.versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: schemaOf(kind).schema },
        ...(kind.subresources.includes('status') ? { subresources: { status: {} } } : {}),
      })),
    },
    status: { acceptedNames: names, conditions: established, storedVersions: [kind.versions[0]] },
  };
}
