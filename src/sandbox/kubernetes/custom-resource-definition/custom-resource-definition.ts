import { nameColumn, textColumn } from '../../apiserver/columns.ts';
import type { DefinitionNames } from '../../apiserver/custom/definition.ts';
import { fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';
import { definitionErrors } from './definition-rules.ts';
import { refuseDefinition } from './refuse-definition.ts';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ */
export const customResourceDefinition = builtIn({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  hasPlainFinalizers: true,
  default: defaultDefinition,
  validate: definitionErrors,
  refuse: refuseDefinition,
  columns: [
    nameColumn,
    { ...textColumn('Created At', ({ metadata }) => metadata.creationTimestamp ?? ''), type: 'date' },
  ],
});

/** Names that follow from others, and versions that objects may be stored in. */
function defaultDefinition(object: KubeObject): KubeObject {
  const spec = fieldsAt(object, 'spec');
  const names = fieldsAt(spec, 'names') as Partial<DefinitionNames>;
  const { kind = '' } = names;
  const stored = listAt(spec, 'versions').filter(
    (version) => fieldsAt({ version }, 'version').storage === true,
  );
  const known = listAt(object, 'status.storedVersions');
  const storedVersions = [...new Set([...known, ...stored.map((version) => textAt(version, 'name'))])];
  return {
    ...object,
    spec: {
      ...spec,
      conversion: { strategy: 'None', ...fieldsAt(spec, 'conversion') },
      names: {
        ...(kind ? { listKind: `${kind}List`, singular: kind.toLowerCase() } : {}),
        ...names,
      },
    },
    status: { ...fieldsAt(object, 'status'), storedVersions },
  };
}
