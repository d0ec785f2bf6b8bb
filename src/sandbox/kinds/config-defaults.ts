import type { KubeObject } from '../store/object.ts';
import { forbiddenField, invalid } from './field-error.ts';
import { at, fieldsAt } from './fields.ts';
import type { FieldError } from './kind.ts';
import { configKeyProblems } from './names.ts';
import { immutable } from './object-meta-rules.ts';

/** A secret's plain texts are stored encoded, as all its data. */
export function defaultSecret({ stringData, ...object }: KubeObject): KubeObject {
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

/** Keys of a ConfigMap's or a Secret's data, and that what is marked immutable stays. */
export function dataRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  return ['data', 'binaryData'].flatMap((field) => [
    ...Object.keys(fieldsAt(object, field)).flatMap((key) =>
      configKeyProblems(key).map((problem) => invalid(`${field}[${key}]`, key, problem)),
    ),
    ...(old?.immutable === true && immutable(field, at(object, field), at(old, field)).length
      ? [forbiddenField(field, 'field is immutable when `immutable` is set')]
      : []),
  ]);
}

/** A secret's data, and its type, which never changes. */
export const secretRules = (object: KubeObject, old: KubeObject | undefined): FieldError[] => [
  ...dataRules(object, old),
  ...(old ? immutable('type', object.type, old.type) : []),
];
