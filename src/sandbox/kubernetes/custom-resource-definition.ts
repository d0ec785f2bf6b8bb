import { isDeepStrictEqual } from 'node:util';
import { nameColumn, textColumn } from '../apiserver/columns.ts';
import { ApiError } from '../apiserver/store/api-error.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export const customResourceDefinition = builtIn({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
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
