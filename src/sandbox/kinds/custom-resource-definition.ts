import { nameColumn, textColumn } from './columns.ts';
import { builtIn } from './define.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export const customResourceDefinition = builtIn({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  subresources: ['status'],
  columns: [
    nameColumn,
    { ...textColumn('Created At', ({ metadata }) => metadata.creationTimestamp ?? ''), type: 'date' },
  ],
});
