import { celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import { serviceReferenceRules } from '../../kubernetes/service/service-reference-rules.ts';

/** The field that each type of filter needs, and that no other type may have. */
const fieldOfType: Readonly<Record<string, string>> = {
  CORS: 'cors',
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
};

const onlyOnce = ['CORS', 'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'];

/** What a list of filters breaks. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter */
export function filtersRules(filters: readonly unknown[], path: string): FieldError[] {
  const count = (type: string) => filters.filter((filter) => textAt(filter, 'type') === type).length;
  const rule = (kept: boolean, message: string) => celRule(kept, path, 'array', message);
  return [
    ...rule(
      !count('RequestRedirect') || !count('URLRewrite'),
      'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
    ),
    ...onlyOnce.flatMap((type) => rule(count(type) <= 1, `${type} filter cannot be repeated`)),
    ...filters.flatMap((filter, index) => filterRules(filter, `${path}[${index}]`)),
  ];
}

function filterRules(filter: unknown, path: string): FieldError[] {
  const type = textAt(filter, 'type');
  const mirror = fieldsAt(filter, 'requestMirror');
  return [
    ...Object.entries(fieldOfType).flatMap(([owner, field]) => {
      const isThere = at(filter, field) !== undefined;
      return [
        ...celRule(
          !isThere || type === owner,
          path,
          'object',
          `filter.${field} must be nil if the filter.type is not ${owner}`,
        ),
        ...celRule(
          isThere || type !== owner,
          path,
          'object',
          `filter.${field} must be specified for ${owner} filter.type`,
        ),
      ];
    }),
    ...(mirror.backendRef
      ? serviceReferenceRules(mirror.backendRef, `${path}.requestMirror.backendRef`)
      : []),
    ...celRule(
      mirror.percent === undefined || mirror.fraction === undefined,
      `${path}.requestMirror`,
      'object',
      'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter',
    ),
    ...['requestRedirect', 'urlRewrite'].flatMap((field) =>
      pathChangeRules(at(filter, `${field}.path`), `${path}.${field}.path`),
    ),
    ...corsRules(filter, `${path}.cors`),
  ];
}

function pathChangeRules(change: unknown, path: string): FieldError[] {
  if (!change) return [];
  return [
    ['ReplaceFullPath', 'replaceFullPath'] as const,
    ['ReplacePrefixMatch', 'replacePrefixMatch'] as const,
  ].flatMap(([type, field]) => {
    const isThere = at(change, field) !== undefined;
    const isType = textAt(change, 'type') === type;
    return [
      ...celRule(
        isThere || !isType,
        path,
        'object',
        `${field} must be specified when type is set to '${type}'`,
      ),
      ...celRule(isType || !isThere, path, 'object', `type must be '${type}' when ${field} is set`),
    ];
  });
}

const wildcardMessages: Readonly<Record<string, string>> = {
  allowHeaders: "AllowHeaders cannot contain '*' alongside other methods",
  allowMethods: "AllowMethods cannot contain '*' alongside other methods",
  allowOrigins: "AllowOrigins cannot contain '*' alongside other origins",
};

function corsRules(filter: unknown, path: string): FieldError[] {
  return Object.entries(wildcardMessages).flatMap(([field, message]) => {
    const values = listAt(filter, `cors.${field}`);
    return celRule(!values.includes('*') || values.length === 1, `${path}.${field}`, 'array', message);
  });
}
