import { invalid, notSupported, required } from '../../apiserver/admission/field-error.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const roleKinds = ['Role', 'ClusterRole'];
const subjectKinds = ['ServiceAccount', 'User', 'Group'];

/** Bindings may leave out the API group of what they refer to. */
export function defaultBinding(object: KubeObject): KubeObject {
  return {
    ...object,
    roleRef: { ...fieldsAt(object, 'roleRef'), apiGroup: textAt(object, 'roleRef.apiGroup') || apiGroup },
    ...(object.subjects ? { subjects: listAt(object, 'subjects').map(defaultSubject) } : {}),
  };
}

const defaultSubject = (subject: unknown): unknown =>
  isFields(subject) && subject.kind !== 'ServiceAccount' ? { apiGroup, ...subject } : subject;

/** The rules of a role: what may be done to which resources, or paths. */
export function roleRules(object: KubeObject): FieldError[] {
  return [
    ...listAt(object, 'rules').flatMap((rule, index) => policyRules(rule, `rules[${index}]`, object.kind)),
    ...(isFields(object.aggregationRule) && !listAt(object, 'aggregationRule.clusterRoleSelectors').length
      ? [
          required(
            'aggregationRule.clusterRoleSelectors',
            'at least one clusterRoleSelector required if aggregationRule is non-nil',
          ),
        ]
      : []),
  ];
}

function policyRules(rule: unknown, here: string, kind: string): FieldError[] {
  const verbs = listAt(rule, 'verbs').length
    ? []
    : [required(`${here}.verbs`, 'verbs must contain at least one value')];
  const urls = listAt(rule, 'nonResourceURLs');
  const [groups, resources, names] = ['apiGroups', 'resources', 'resourceNames'].map((field) =>
    listAt(rule, field),
  );
  if (urls.length) {
    const value = new GoText(`[]string{${urls.map((url) => JSON.stringify(url)).join(', ')}}`);
    const wrong = (detail: string): FieldError => invalid(`${here}.nonResourceURLs`, value, detail);
    const isMixed = groups?.length || resources?.length || names?.length;
    return [
      ...verbs,
      ...(kind === 'Role' ? [wrong('namespaced rules cannot apply to non-resource URLs')] : []),
      ...(isMixed ? [wrong('rules cannot apply to both regular resources and non-resource URLs')] : []),
    ];
  }
  return [
    ...verbs,
    ...(groups?.length
      ? []
      : [required(`${here}.apiGroups`, 'resource rules must supply at least one api group')]),
    ...(resources?.length
      ? []
      : [required(`${here}.resources`, 'resource rules must supply at least one resource')]),
  ];
}

/** What a binding binds, which never changes, and to whom. */
export function bindingRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const kind = textAt(object, 'roleRef.kind');
  const name = textAt(object, 'roleRef.name');
  const allowed = object.kind === 'ClusterRoleBinding' ? ['ClusterRole'] : roleKinds;
  const isChanged = old && JSON.stringify(goRoleRef(old)) !== JSON.stringify(goRoleRef(object));
  const group = textAt(object, 'roleRef.apiGroup');
  return [
    ...(group === apiGroup ? [] : [notSupported('roleRef.apiGroup', group, [apiGroup])]),
    ...(allowed.includes(kind) ? [] : [notSupported('roleRef.kind', kind, allowed)]),
    ...(name ? [] : [required('roleRef.name')]),
    ...listAt(object, 'subjects').flatMap((subject, index) =>
      subjectRules(subject, `subjects[${index}]`, object.kind),
    ),
    ...(isChanged ? [invalid('roleRef', goRoleRef(object), 'cannot change roleRef')] : []),
  ];
}

function subjectRules(subject: unknown, path: string, binding: string): FieldError[] {
  const kind = textAt(subject, 'kind');
  const group = textAt(subject, 'apiGroup');
  const wanted = kind === 'ServiceAccount' ? '' : apiGroup;
  const needsNamespace = kind === 'ServiceAccount' && binding === 'ClusterRoleBinding';
  return [
    ...(textAt(subject, 'name') ? [] : [required(`${path}.name`)]),
    ...(subjectKinds.includes(kind) ? [] : [notSupported(`${path}.kind`, kind, subjectKinds)]),
    ...(subjectKinds.includes(kind) && group !== wanted
      ? [notSupported(`${path}.apiGroup`, group, [wanted])]
      : []),
    ...(needsNamespace && !at(subject, 'namespace') ? [required(`${path}.namespace`)] : []),
  ];
}

function goRoleRef(object: KubeObject): GoText {
  const [group, kind, name] = ['apiGroup', 'kind', 'name'].map((field) =>
    JSON.stringify(textAt(object, `roleRef.${field}`)),
  );
  return new GoText(`rbac.RoleRef{APIGroup:${group}, Kind:${kind}, Name:${name}}`);
}
