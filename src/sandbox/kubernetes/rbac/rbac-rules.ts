import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const roleKinds = ['ClusterRole', 'Role'];
const subjectKinds = ['ServiceAccount', 'User', 'Group'];

/** Bindings may leave out the API group of what they refer to. */
export function defaultBinding(object: KubeObject): KubeObject {
  return {
    ...object,
    roleRef: { apiGroup, ...fieldsAt(object, 'roleRef') },
    ...(object.subjects ? { subjects: listAt(object, 'subjects').map(defaultSubject) } : {}),
  };
}

const defaultSubject = (subject: unknown): unknown =>
  isFields(subject) && subject.kind !== 'ServiceAccount' ? { apiGroup, ...subject } : subject;

/** The rules of a role: what may be done to which resources. */
export function roleRules(object: KubeObject): FieldError[] {
  return listAt(object, 'rules').flatMap((rule, index) => {
    const here = `rules[${index}]`;
    const isUrl = listAt(rule, 'nonResourceURLs').length > 0;
    return [
      ...(listAt(rule, 'verbs').length
        ? []
        : [required(`${here}.verbs`, 'verbs must contain at least one value')]),
      ...(isUrl || listAt(rule, 'apiGroups').length
        ? []
        : [required(`${here}.apiGroups`, 'resource rules must supply at least one api group')]),
      ...(isUrl || listAt(rule, 'resources').length
        ? []
        : [required(`${here}.resources`, 'resource rules must supply at least one resource')]),
    ];
  });
}

/** What a binding binds, which never changes, and to whom. */
export function bindingRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const kind = textAt(object, 'roleRef.kind');
  const name = textAt(object, 'roleRef.name');
  const allowed = object.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : roleKinds;
  const isChanged = old && JSON.stringify(goRoleRef(old)) !== JSON.stringify(goRoleRef(object));
  return [
    ...(allowed.includes(kind) ? [] : [notSupported('roleRef.kind', kind, allowed)]),
    ...(name ? [] : [required('roleRef.name')]),
    ...listAt(object, 'subjects').flatMap((subject, index) => subjectRules(subject, `subjects[${index}]`)),
    ...(isChanged ? [invalid('roleRef', goRoleRef(object), 'cannot change roleRef')] : []),
  ];
}

function subjectRules(subject: unknown, path: string): FieldError[] {
  const kind = textAt(subject, 'kind');
  return [
    ...(textAt(subject, 'name') ? [] : [required(`${path}.name`)]),
    ...(subjectKinds.includes(kind) ? [] : [notSupported(`${path}.kind`, kind, subjectKinds)]),
    ...(kind !== 'ServiceAccount' || at(subject, 'namespace') ? [] : [required(`${path}.namespace`)]),
  ];
}

function goRoleRef(object: KubeObject): GoText {
  const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((field) =>
    JSON.stringify(textAt(object, `roleRef.${field}`)),
  );
  return new GoText(`rbac.RoleRef{APIGroup:${group}, Kind:${kind}, Name:${name}}`);
}
