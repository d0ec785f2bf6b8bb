import { invalid, invalidObject } from '../admission/field-error.ts';
import { GoText } from '../admission/go-value.ts';
import type { User } from '../authentication/user.ts';
import { at, type Fields, fieldsAt, isFields, listAt, textAt } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import type { Review, ReviewContext } from '../reviews.ts';
import { badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import type { Attributes } from './attributes.ts';

const api = { group: 'authorization.k8s.io', version: 'v1' } as const;

/** May I do this? */
export const selfSubjectAccessReview: Review = {
  ...api,
  resource: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  namespaced: false,
  answer(asked, context) {
    refuseBroken(accessErrors(asked));
    return decided(asked, context.user, context);
  },
};

/** May somebody else do this? */
export const subjectAccessReview: Review = {
  ...api,
  resource: 'subjectaccessreviews',
  kind: 'SubjectAccessReview',
  namespaced: false,
  answer(asked, context) {
    refuseBroken([...accessErrors(asked), ...subjectErrors(asked)]);
    return decided(asked, subjectOf(asked), context);
  },
};

/** May somebody else do this in one namespace? */
export const localSubjectAccessReview: Review = {
  ...api,
  resource: 'localsubjectaccessreviews',
  kind: 'LocalSubjectAccessReview',
  namespaced: true,
  answer(asked, context) {
    const { namespace } = context;
    refuseBroken([
      ...accessErrors(asked),
      ...subjectErrors(asked),
      ...localErrors(asked, asked.metadata.namespace ?? namespace),
    ]);
    return { ...decided(asked, subjectOf(asked), context), metadata: { creationTimestamp: null, namespace } };
  },
};

/** All that I may do in a namespace. */
export const selfSubjectRulesReview: Review = {
  ...api,
  resource: 'selfsubjectrulesreviews',
  kind: 'SelfSubjectRulesReview',
  namespaced: false,
  answer(asked, { authorizer, world, user }) {
    const namespace = textAt(asked, 'spec.namespace');
    if (!namespace) throw badRequest('no namespace on request');
    const { rules, problems } = authorizer.rulesFor(world, user, namespace);
    return {
      spec: {},
      status: {
        resourceRules: rules
          .filter(({ resources }) => resources?.length)
          .map(({ verbs, apiGroups, resources, resourceNames }) => ({
            verbs,
            ...(apiGroups?.length ? { apiGroups } : {}),
            resources,
            ...(resourceNames?.length ? { resourceNames } : {}),
          })),
        nonResourceRules: rules
          .filter(({ nonResourceURLs }) => nonResourceURLs?.length)
          .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
        incomplete: false,
        ...(problems.length ? { evaluationError: aggregate(problems) } : {}),
      },
    };
  },
};

/** Several errors as one text. */
export const aggregate = (problems: readonly string[]): string => {
  const different = [...new Set(problems)];
  return different.length > 1 ? `[${different.join(', ')}]` : different.join('');
};

function decided(asked: KubeObject, user: User, { authorizer, world }: ReviewContext): object {
  const { allowed, reason } = authorizer.authorize(world, attributesAsked(asked, user));
  return { spec: asked.spec, status: { allowed, ...(reason ? { reason } : {}) } };
}

function attributesAsked(asked: KubeObject, user: User): Attributes {
  const path = at(asked, 'spec.nonResourceAttributes');
  if (isFields(path)) return { user, verb: textAt(path, 'verb'), path: textAt(path, 'path') };
  const attributes = fieldsAt(asked, 'spec.resourceAttributes');
  const text = (name: string): string => textAt(attributes, name);
  return {
    user,
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource'),
    namespace: text('namespace'),
    name: text('name'),
  };
}

function subjectOf(asked: KubeObject): User {
  const extra = fieldsAt(asked, 'spec.extra') as Readonly<Record<string, readonly string[]>>;
  return { name: textAt(asked, 'spec.user'), groups: textsAt(asked, 'spec.groups'), extra };
}

const textsAt = (value: unknown, path: string): readonly string[] =>
  listAt(value, path).filter((item): item is string => typeof item === 'string');

const both = 'cannot be specified in combination with resourceAttributes';
const neither = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';

function accessErrors(asked: KubeObject): FieldError[] {
  const spec = fieldsAt(asked, 'spec');
  const { resourceAttributes, nonResourceAttributes } = spec;
  const noPath = 'null';
  return [
    ...(resourceAttributes && nonResourceAttributes
      ? [invalid('spec.nonResourceAttributes', goPath(fieldsAt(spec, 'nonResourceAttributes')), both)]
      : []),
    ...(resourceAttributes || nonResourceAttributes
      ? []
      : [invalid('spec.resourceAttributes', noPath, neither)]),
  ];
}

const goPath = (attributes: Fields): GoText =>
  new GoText(
    `authorization.NonResourceAttributes{Path:${JSON.stringify(textAt(attributes, 'path'))}, Verb:${JSON.stringify(textAt(attributes, 'verb'))}}`,
  );

const subjectErrors = (asked: KubeObject): FieldError[] =>
  textAt(asked, 'spec.user') || textsAt(asked, 'spec.groups').length
    ? []
    : [invalid('spec.user', '', 'at least one of user or group must be specified')];

function localErrors(asked: KubeObject, namespace: string): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = fieldsAt(asked, 'spec');
  const given = textAt(resourceAttributes, 'namespace');
  const field = 'spec.resourceAttributes.namespace';
  return [
    ...(resourceAttributes && given !== namespace
      ? [invalid(field, given, 'must match metadata.namespace')]
      : []),
    ...(nonResourceAttributes
      ? [
          invalid(
            'spec.nonResourceAttributes',
            goPath(fieldsAt(asked, 'spec.nonResourceAttributes')),
            'disallowed on this kind of request',
          ),
        ]
      : []),
  ];
}

/** The server doesn't say which kind of review it was. */
function refuseBroken(errors: readonly FieldError[]): void {
  if (errors.length) throw invalidObject({ group: api.group, kind: '' }, '', errors);
}
