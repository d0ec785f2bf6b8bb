import type { Kind } from '../apiserver/kind.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { kindRegistry } from '../kubernetes/registry.ts';

/** What `kubectl get crd` lists: a definition for each custom kind that is served, without its schema. */
export const customResourceDefinitions = (): readonly KubeObject[] =>
  kindRegistry.all.filter(({ custom }) => custom).map(definition);

const established = {
  status: 'True',
  type: 'Established',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};

const definition = ({
  group,
  versions,
  kind,
  plural,
  singular,
  shortNames,
  categories,
  namespaced,
}: Kind): KubeObject => {
  const names = { kind, listKind: `${kind}List`, plural, singular, shortNames, categories };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: versions.map((name, index) => ({ name, served: true, storage: index === 0 })),
    },
    status: { acceptedNames: names, conditions: [established], storedVersions: versions.slice(0, 1) },
  };
};
