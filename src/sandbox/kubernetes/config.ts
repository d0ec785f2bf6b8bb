import { forbiddenField, invalid, tooLong } from '../apiserver/admission/field-error.ts';
import { configKeyProblems } from '../apiserver/admission/names.ts';
import { immutable } from '../apiserver/admission/object-meta-rules.ts';
import { ageColumn, nameColumn, textColumn } from '../apiserver/columns.ts';
import { at, fieldsAt, listAt, textAt } from '../apiserver/fields.ts';
import type { Column, FieldError } from '../apiserver/kind.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';
import { secretTypeRules } from './secret/secret-type-rules.ts';

const data: Column = {
  name: 'Data',
  type: 'string',
  cell: (object) =>
    Object.keys(fieldsAt(object, 'data')).length + Object.keys(fieldsAt(object, 'binaryData')).length,
};

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const configMap = builtIn({
  kind: 'ConfigMap',
  countsGenerations: false,
  validate: configMapRules,
  columns: [nameColumn, data, ageColumn],
});

/** @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export const secret = builtIn({
  kind: 'Secret',
  countsGenerations: false,
  selectable: ['type'],
  default: defaultSecret,
  validate: secretRules,
  columns: [nameColumn, textColumn('Type', (object) => textAt(object, 'type')), data, ageColumn],
});

/** @see https://kubernetes.io/docs/concepts/security/service-accounts/ */
export const serviceAccount = builtIn({
  kind: 'ServiceAccount',
  countsGenerations: false,
  columns: [
    nameColumn,
    { name: 'Secrets', type: 'string', cell: (object) => listAt(object, 'secrets').length },
    ageColumn,
  ],
});

/** A secret's plain texts are stored encoded, as all its data. */
function defaultSecret({ stringData, ...object }: KubeObject): KubeObject {
  const plain = Object.entries(fieldsAt({ stringData }, 'stringData')).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString('base64'),
  ]);
  const data = { ...fieldsAt(object, 'data'), ...Object.fromEntries(plain) };
  return {
    type: 'Opaque',
    ...object,
    ...(Object.keys(data).length ? { data } : {}),
  } as KubeObject;
}

const mostBytes = 1024 * 1024;

/** A ConfigMap's keys, and how much it may hold. */
function configMapRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const plain = Object.values(fieldsAt(object, 'data')).map((text) => Buffer.byteLength(String(text)));
  const encoded = Object.values(fieldsAt(object, 'binaryData')).map((text) => (String(text).length * 3) / 4);
  const size = [...plain, ...encoded].reduce((sum, length) => sum + length, 0);
  return [
    ...dataRules(object, old),
    ...twiceRules(object),
    ...(size > mostBytes ? [tooLong('[]', mostBytes)] : []),
  ];
}

/** A key is in one of the two maps. */
function twiceRules(object: KubeObject): FieldError[] {
  const binary = fieldsAt(object, 'binaryData');
  return Object.keys(fieldsAt(object, 'data'))
    .filter((key) => Object.hasOwn(binary, key))
    .map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
}

/** Keys of a ConfigMap's or a Secret's data, and that what is marked immutable stays. */
function dataRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const isFreed = old?.immutable === true && object.immutable !== true;
  const errors = ['data', 'binaryData'].flatMap((field) => [
    ...Object.keys(fieldsAt(object, field)).flatMap((key) =>
      configKeyProblems(key).map((problem) => invalid(`${field}[${key}]`, key, problem)),
    ),
    ...(old?.immutable === true && immutable(field, at(object, field), at(old, field)).length
      ? [fixed(field)]
      : []),
  ]);
  return [...(isFreed ? [fixed('immutable')] : []), ...errors];
}

const fixed = (field: string): FieldError =>
  forbiddenField(field, 'field is immutable when `immutable` is set');

/** A secret's data, and its type, which never changes. */
function secretRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  return [
    ...dataRules(object, old),
    ...(old ? immutable('type', object.type, old.type) : []),
    ...secretTypeRules(object),
  ];
}
