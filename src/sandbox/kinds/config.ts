import { ageColumn, nameColumn, textColumn } from './columns.ts';
import { dataRules, defaultSecret, secretRules } from './config-defaults.ts';
import { builtIn } from './define.ts';
import { fieldsAt, listAt, textAt } from './fields.ts';
import type { Column } from './kind.ts';

const data: Column = {
  name: 'Data',
  type: 'string',
  cell: (object) =>
    Object.keys(fieldsAt(object, 'data')).length + Object.keys(fieldsAt(object, 'binaryData')).length,
};

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const configMap = builtIn({
  kind: 'ConfigMap',
  plural: 'configmaps',
  shortNames: ['cm'],
  validate: dataRules,
  columns: [nameColumn, data, ageColumn],
});

/** @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const secret = builtIn({
  kind: 'Secret',
  plural: 'secrets',
  default: defaultSecret,
  validate: secretRules,
  columns: [nameColumn, textColumn('Type', (object) => textAt(object, 'type')), data, ageColumn],
});

/** @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
export const serviceAccount = builtIn({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  subresources: ['token'],
  columns: [
    nameColumn,
    { name: 'Secrets', type: 'string', cell: (object) => listAt(object, 'secrets').length },
    ageColumn,
  ],
});
