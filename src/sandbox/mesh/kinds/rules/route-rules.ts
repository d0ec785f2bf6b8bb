import { sameParent, sections } from './reference-rules.ts';
import type { RuleAt } from './rule-table.ts';

const filterLists = ['spec.rules[].filters', 'spec.rules[].backendRefs[].filters'];
const below = (rest: string) => filterLists.map((list) => `${list}${rest}`);

/** The field that a type of filter needs, and that no other type may have. */
const filterField = (type: string, field: string): readonly RuleAt[] => [
  {
    at: below('[]'),
    rule: `!has(self.${field}) || self.type == '${type}'`,
    message: `filter.${field} must be nil if the filter.type is not ${type}`,
  },
  {
    at: below('[]'),
    rule: `has(self.${field}) || self.type != '${type}'`,
    message: `filter.${field} must be specified for ${type} filter.type`,
  },
];

const once = (type: string): RuleAt => ({
  at: filterLists,
  rule: `size(self.filter(one, one.type == '${type}')) < 2`,
  message: `${type} filter cannot be repeated`,
});

const backendPort: RuleAt = {
  at: ['spec.rules[].backendRefs[]', ...below('[].requestMirror.backendRef')],
  rule: "self.kind != 'Service' || self.group != '' || has(self.port)",
  message: 'Must have port for Service reference',
};

const mirror: readonly RuleAt[] = [
  {
    at: below('[].requestMirror'),
    rule: '!has(self.percent) || !has(self.fraction)',
    message: 'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter',
  },
  {
    at: below('[].requestMirror.fraction'),
    rule: 'self.denominator >= self.numerator',
    message: 'numerator must be less than or equal to denominator',
  },
];

const matchCount = (count: string): RuleAt => ({
  at: ['spec.rules'],
  rule: `self.map(r, ${count}).sum() <= 128`,
  message:
    'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128',
});

const serviceName = '^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$';
const methodName = '^[A-Za-z_][A-Za-z_0-9]*$';

/** Rules of a GRPCRoute. */
export const grpcRouteRules: readonly RuleAt[] = [
  ...sections('spec.parentRefs', 'parent', sameParent),
  matchCount('has(r.matches) ? r.matches.size() : 0'),
  backendPort,
  once('RequestHeaderModifier'),
  once('ResponseHeaderModifier'),
  ...filterField('RequestHeaderModifier', 'requestHeaderModifier'),
  ...filterField('ResponseHeaderModifier', 'responseHeaderModifier'),
  ...filterField('RequestMirror', 'requestMirror'),
  ...filterField('ExtensionRef', 'extensionRef'),
  ...mirror,
  {
    at: ['spec.rules[].matches[].method'],
    rule: '!has(self.type) || has(self.method) || has(self.service)',
    message: "One or both of 'service' or 'method' must be specified",
  },
  {
    at: ['spec.rules[].matches[].method'],
    rule: "(has(self.type) && self.type != 'Exact') || !has(self.service) || self.service.matches(r'^\\.?[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*$')",
    message: `service must only contain valid characters (matching ${serviceName})`,
  },
  {
    at: ['spec.rules[].matches[].method'],
    rule: `(has(self.type) && self.type != 'Exact') || !has(self.method) || self.method.matches(r'${methodName}')`,
    message: `method must only contain valid characters (matching ${methodName})`,
  },
];

const replaces = (field: string) =>
  `has(f.${field}) && has(f.${field}.path) && f.${field}.path.type == 'ReplacePrefixMatch' && has(f.${field}.path.replacePrefixMatch)`;
const onePrefix =
  "self.matches.size() == 1 && has(self.matches[0].path) && self.matches[0].path.type == 'PathPrefix'";

/** Replacing a prefix needs the one prefix that matched. */
const needsPrefix = (
  list: string,
  { field, message }: { readonly field: string; readonly message: string },
): RuleAt => ({
  at: ['spec.rules[]'],
  rule: `!(${list.replace('FILTER', replaces(field))}) || (${onePrefix})`,
  message: `${message} filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified`,
});

const ownFilter = 'has(self.filters) && self.filters.exists_one(f, FILTER)';
const backendFilter =
  'has(self.backendRefs) && self.backendRefs.exists_one(b, has(b.filters) && b.filters.exists_one(f, FILTER))';

const pathChange = (type: string, field: string): readonly RuleAt[] => [
  {
    at: [...below('[].requestRedirect.path'), ...below('[].urlRewrite.path')],
    rule: `self.type != '${type}' || has(self.${field})`,
    message: `${field} must be specified when type is set to '${type}'`,
  },
  {
    at: [...below('[].requestRedirect.path'), ...below('[].urlRewrite.path')],
    rule: `!has(self.${field}) || self.type == '${type}'`,
    message: `type must be '${type}' when ${field} is set`,
  },
];

const literal = (rule: string, message: string): RuleAt => ({
  at: ['spec.rules[].matches[].path'],
  rule: `!(self.type in ['Exact', 'PathPrefix']) || ${rule}`,
  message,
});

const when = "when type one of ['Exact', 'PathPrefix']";
const pathCharacters = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

/** Rules of a HTTPRoute. */
export const httpRouteRules: readonly RuleAt[] = [
  ...sections('spec.parentRefs', 'parent', sameParent),
  matchCount('r.matches.size()'),
  {
    at: ['spec.rules[]'],
    rule: '!has(self.backendRefs) || self.backendRefs.size() == 0 || !has(self.filters) || !self.filters.exists(f, has(f.requestRedirect))',
    message: 'RequestRedirect filter must not be used together with backendRefs',
  },
  needsPrefix(ownFilter, { field: 'requestRedirect', message: 'When using RequestRedirect' }),
  needsPrefix(ownFilter, { field: 'urlRewrite', message: 'When using URLRewrite' }),
  needsPrefix(backendFilter, {
    field: 'requestRedirect',
    message: 'Within backendRefs, when using RequestRedirect',
  }),
  needsPrefix(backendFilter, { field: 'urlRewrite', message: 'Within backendRefs, When using URLRewrite' }),
  backendPort,
  {
    at: filterLists,
    rule: "!self.exists(f, f.type == 'URLRewrite') || !self.exists(f, f.type == 'RequestRedirect')",
    message:
      'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both',
  },
  ...['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite'].map(once),
  ...filterField('RequestHeaderModifier', 'requestHeaderModifier'),
  ...filterField('ResponseHeaderModifier', 'responseHeaderModifier'),
  ...filterField('RequestMirror', 'requestMirror'),
  ...filterField('RequestRedirect', 'requestRedirect'),
  ...filterField('URLRewrite', 'urlRewrite'),
  ...filterField('ExtensionRef', 'extensionRef'),
  ...mirror,
  ...pathChange('ReplaceFullPath', 'replaceFullPath'),
  ...pathChange('ReplacePrefixMatch', 'replacePrefixMatch'),
  literal("self.value.startsWith('/')", `value must be an absolute path and start with '/' ${when}`),
  ...['//', '/./', '/../', '%2f', '%2F', '#'].map((part) =>
    literal(`!self.value.contains('${part}')`, `must not contain '${part}' ${when}`),
  ),
  ...['/..', '/.'].map((end) =>
    literal(`!self.value.endsWith('${end}')`, `must not end with '${end}' ${when}`),
  ),
  {
    at: ['spec.rules[].matches[].path'],
    rule: "self.type in ['Exact', 'PathPrefix', 'RegularExpression']",
    message: "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']",
  },
  literal(
    `self.value.matches(r"${pathCharacters}")`,
    `must only contain valid characters (matching ${pathCharacters}) for types ['Exact', 'PathPrefix']`,
  ),
  {
    at: ['spec.rules[].timeouts'],
    rule: "!has(self.request) || !has(self.backendRequest) || duration(self.request) == duration('0s') || duration(self.request) >= duration(self.backendRequest)",
    message: 'backendRequest timeout cannot be longer than request timeout',
  },
];
