import { areUnique, celRule } from '../../apiserver/admission/cel-rule.ts';
import { at, listAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { serviceReferenceRules } from '../../kubernetes/service/service-reference-rules.ts';
import { filtersRules } from './http-route-filter-rules.ts';

const mostMatches = 128;

/** What an HTTPRoute breaks beyond its schema. @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec */
export function httpRouteRules(route: KubeObject): FieldError[] {
  const rules = listAt(route, 'spec.rules');
  const matches = rules.reduce<number>((sum, rule) => sum + listAt(rule, 'matches').length, 0);
  return [
    ...parentRules(listAt(route, 'spec.parentRefs')),
    ...celRule(
      matches <= mostMatches,
      'spec.rules',
      'array',
      'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
    ),
    ...rules.flatMap((rule, index) => ruleRules(rule, `spec.rules[${index}]`)),
  ];
}

/** One parent twice needs section names that differ. */
function parentRules(parents: readonly unknown[]): FieldError[] {
  const section = (parent: unknown) => textAt(parent, 'sectionName');
  const groups = Object.values(Object.groupBy(parents, parentKey)).map((group) => (group ?? []).map(section));
  const rule = (kept: boolean, message: string) => celRule(kept, 'spec.parentRefs', 'array', message);
  return [
    ...rule(
      groups.every((sections) => sections.every(Boolean) || !sections.some(Boolean)),
      'sectionName must be specified when parentRefs includes 2 or more references to the same parent',
    ),
    ...rule(
      groups.every(areUnique),
      'sectionName must be unique when parentRefs includes 2 or more references to the same parent',
    ),
  ];
}

const parentKey = (parent: unknown): string =>
  ['group', 'kind', 'name', 'namespace'].map((field) => textAt(parent, field)).join('/');

function ruleRules(rule: unknown, path: string): FieldError[] {
  const backends = listAt(rule, 'backendRefs');
  const filters = listAt(rule, 'filters');
  const redirects = filters.some((filter) => at(filter, 'requestRedirect'));
  return [
    ...celRule(
      !backends.length || !redirects,
      path,
      'object',
      'RequestRedirect filter must not be used together with backendRefs',
    ),
    ...prefixRules(rule, path),
    ...listAt(rule, 'matches').flatMap((match, index) =>
      pathRules(at(match, 'path'), `${path}.matches[${index}].path`),
    ),
    ...filtersRules(filters, `${path}.filters`),
    ...backends.flatMap((backend, index) => backendRules(backend, `${path}.backendRefs[${index}]`)),
  ];
}

function backendRules(backend: unknown, path: string): FieldError[] {
  return [
    ...serviceReferenceRules(backend, path),
    ...filtersRules(listAt(backend, 'filters'), `${path}.filters`),
  ];
}

/** Replacing a prefix needs the one prefix that matched. */
function prefixRules(rule: unknown, path: string): FieldError[] {
  const matches = listAt(rule, 'matches');
  const onePrefix = matches.length === 1 && textAt(matches[0], 'path.type') === 'PathPrefix';
  const replaces = (filters: readonly unknown[], field: string) =>
    filters.some((filter) => textAt(filter, `${field}.path.type`) === 'ReplacePrefixMatch');
  const needed = (filters: readonly unknown[], field: string, message: string) =>
    celRule(onePrefix || !replaces(filters, field), path, 'object', message);
  const own = listAt(rule, 'filters');
  const inner = listAt(rule, 'backendRefs').flatMap((backend) => listAt(backend, 'filters'));
  const end = 'filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified';
  return [
    ...needed(own, 'requestRedirect', `When using RequestRedirect ${end}`),
    ...needed(own, 'urlRewrite', `When using URLRewrite ${end}`),
    ...needed(inner, 'requestRedirect', `Within backendRefs, when using RequestRedirect ${end}`),
    ...needed(inner, 'urlRewrite', `Within backendRefs, When using URLRewrite ${end}`),
  ];
}

const literalTypes = ['Exact', 'PathPrefix'];
const unwanted = ['//', '/./', '/../', '%2f', '%2F', '#'];
const characters = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

function pathRules(match: unknown, path: string): FieldError[] {
  const value = textAt(match, 'value');
  if (!literalTypes.includes(textAt(match, 'type'))) return [];
  const rule = (kept: boolean, message: string) => celRule(kept, path, 'object', message);
  const when = "when type one of ['Exact', 'PathPrefix']";
  return [
    ...rule(value.startsWith('/'), `value must be an absolute path and start with '/' ${when}`),
    ...unwanted.flatMap((part) => rule(!value.includes(part), `must not contain '${part}' ${when}`)),
    ...['/..', '/.'].flatMap((end) => rule(!value.endsWith(end), `must not end with '${end}' ${when}`)),
    ...rule(
      new RegExp(characters).test(value),
      `must only contain valid characters (matching ${characters}) for types ['Exact', 'PathPrefix']`,
    ),
  ];
}
