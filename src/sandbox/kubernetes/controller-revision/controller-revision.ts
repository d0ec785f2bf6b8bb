import { ageColumn, nameColumn, numberColumn, textColumn } from '../../apiserver/columns.ts';
import { builtIn } from '../define.ts';
import { controllerOf } from '../workload/owned.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/ */
export const controllerRevision = builtIn({
  group: 'apps',
  kind: 'ControllerRevision',
  countsGenerations: false,
  columns: [
    nameColumn,
    textColumn('Controller', (object) => {
      const owner = controllerOf(object);
      const group = owner?.apiVersion.split('/').slice(0, -1).join('/');
      return owner ? `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}` : '<none>';
    }),
    numberColumn('Revision', 'revision'),
    ageColumn,
  ],
});
