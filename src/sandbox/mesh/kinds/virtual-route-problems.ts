import { at, fieldsAt, isFields, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import { destinationProblems, percentProblems } from './virtual-service-problems.ts';

/** What istiod finds wrong with one HTTP route of a VirtualService. */
export function routeProblems(route: unknown, { isDelegate }: { readonly isDelegate: boolean }): string[] {
  const mirrors = listAt(route, 'mirrors');
  return [
    ...conflicts(route, isDelegate),
    ...listAt(route, 'match').flatMap(matchProblems),
    ...headerProblems(route),
    ...faultProblems(at(route, 'fault')),
    ...destinationProblems(at(route, 'mirror')),
    ...mirrors.flatMap((mirror) => destinationProblems(at(mirror, 'destination'))),
    ...redirectProblems(at(route, 'redirect')),
    ...(isFields(at(route, 'directResponse'))
      ? statusProblems(numberAt(route, 'directResponse.status'))
      : []),
    ...retryProblems(at(route, 'retries')),
    ...rewriteProblems(at(route, 'rewrite')),
    ...weightProblems(listAt(route, 'route')),
  ];
}

function conflicts(route: unknown, isDelegate: boolean): string[] {
  const has = (field: string): boolean => at(route, field) !== undefined;
  const name = textAt(route, 'name');
  const isRoot = !isDelegate && has('delegate');
  if (isRoot)
    return ['redirect', 'route']
      .filter(has)
      .map((field) => `root HTTP route ${name} must not specify ${field}`);
  const both = has('mirror') && listAt(route, 'mirrors').length > 0;
  return [
    ...(has('redirect') || has('directResponse')
      ? conflictsOfAnswer(has, listAt(route, 'route').length > 0)
      : listAt(route, 'route').length
        ? []
        : ['HTTP route, redirect or direct_response is required']),
    ...(both ? ['HTTP route cannot contain both mirror and mirrors'] : []),
  ];
}

function conflictsOfAnswer(has: (field: string) => boolean, hasRoute: boolean): string[] {
  const what = has('redirect') ? 'redirect' : 'direct_response';
  return [
    ...(hasRoute ? [`HTTP route cannot contain both route and ${what}`] : []),
    ...(has('fault') ? [`HTTP route cannot contain both fault and ${what}`] : []),
    ...(has('rewrite') ? [`HTTP route rule cannot contain both rewrite and ${what}`] : []),
    ...(has('redirect') && has('directResponse')
      ? ['HTTP route rule cannot contain both direct_response and redirect']
      : []),
  ];
}

const matchProblems = (match: unknown): string[] => [
  ...Object.values(fieldsAt(match, 'headers')).flatMap((header) => stringProblems(header, 'headers')),
  ...Object.values(fieldsAt(match, 'withoutHeaders')).flatMap((header) =>
    textAt(header, 'regex') === '*' ? [] : stringProblems(header, 'withoutHeaders'),
  ),
  ...regexProblems(at(match, 'uri'), 'uri'),
  ...['scheme', 'method', 'authority'].flatMap((field) => stringProblems(at(match, field), field)),
  ...Object.values(fieldsAt(match, 'queryParams')).flatMap((query) => stringProblems(query, 'queryParams')),
];

const stringProblems = (match: unknown, where: string): string[] =>
  at(match, 'prefix') === ''
    ? [`"${where}": prefix string match should not be empty`]
    : regexProblems(match, where);

function regexProblems(match: unknown, where: string): string[] {
  const regex = at(match, 'regex');
  if (regex === '') return [`"${where}": regex string match should not be empty`];
  return typeof regex === 'string' && regex.length > 1024
    ? [`"${where}": regex is too large, max length allowed is 1024`]
    : [];
}

function headerProblems(owner: unknown): string[] {
  const plain = (names: readonly string[]): string[] =>
    names.flatMap((name) => {
      if (!name) return ['header name cannot be empty'];
      if (name.toLowerCase() === 'host') return [`invalid header "${name}": cannot set Host header`];
      return name.startsWith(':') ? [`invalid header "${name}": header cannot have ":" prefix`] : [];
    });
  const namesIn = (path: string): string[] => Object.keys(fieldsAt(owner, path));
  const added = [...namesIn('headers.request.add'), ...namesIn('headers.request.set')];
  return [
    ...plain(added.filter((name) => !['host', ':authority'].includes(name.toLowerCase()))),
    ...plain(listAt(owner, 'headers.request.remove').map(String)),
    ...plain([...namesIn('headers.response.add'), ...namesIn('headers.response.set')]),
    ...plain(listAt(owner, 'headers.response.remove').map(String)),
  ];
}

function faultProblems(fault: unknown): string[] {
  if (!isFields(fault)) return [];
  const { abort, delay } = fault;
  const status = at(abort, 'httpStatus');
  return [
    ...(abort || delay ? [] : ['HTTP fault injection must have an abort and/or a delay']),
    ...percentProblems(abort),
    ...(at(abort, 'http2Error') === undefined ? [] : ['HTTP/2 abort fault injection not supported yet']),
    ...(typeof status === 'number' ? statusProblems(status) : []),
    ...percentProblems(delay),
    ...(at(delay, 'exponentialDelay') === undefined ? [] : ['exponentialDelay not supported yet']),
  ];
}

const statusProblems = (status: number): string[] =>
  status < 200 || status > 600 ? [`HTTP status ${status} is not in range 200-599`] : [];

function redirectProblems(redirect: unknown): string[] {
  if (!isFields(redirect)) return [];
  const { uri, authority, scheme, port, derivePort } = redirect;
  const code = numberAt(redirect, 'redirectCode');
  if (!uri && !authority && !scheme && port === undefined && derivePort === undefined)
    return ['redirect must specify URI, authority, scheme, or port'];
  if (code && (code < 300 || code > 399)) return [`${code} is not a valid redirect code, must be 3xx`];
  return scheme && scheme !== 'http' && scheme !== 'https'
    ? ['invalid redirect scheme, must be "http" or "https"']
    : [];
}

/** What Envoy retries on, by name. */
const retryReasons = new Set(
  '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'.split(
    ' ',
  ),
);

function retryProblems(retries: unknown): string[] {
  if (!isFields(retries)) return [];
  const attempts = numberAt(retries, 'attempts');
  const retryOn = textAt(retries, 'retryOn');
  const reasons = retryOn ? retryOn.split(',') : [];
  const isStatus = (reason: string): boolean => /^[1-5]\d\d$/.test(reason);
  return [
    ...(attempts < 0 ? ['attempts cannot be negative'] : []),
    ...(attempts === 0 && (retries.perTryTimeout !== undefined || retryOn)
      ? ['http retry policy configured when attempts are set to 0 (disabled)']
      : []),
    ...reasons
      .filter((reason) => !isStatus(reason) && !retryReasons.has(reason))
      .map((reason) => `"${reason}" is not a valid retryOn policy`),
  ];
}

function rewriteProblems(rewrite: unknown): string[] {
  if (!isFields(rewrite)) return [];
  const { uri, authority, uriRegexRewrite } = rewrite;
  if (uri && uriRegexRewrite) return ['rewrite may only contain one of URI or UriRegexRewrite'];
  if (!uri && !authority && !uriRegexRewrite)
    return [
      'rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified',
    ];
  const isWhole = textAt(uriRegexRewrite, 'match') && textAt(uriRegexRewrite, 'rewrite');
  return uriRegexRewrite && !isWhole
    ? ['UriRegexRewrite has errors\nUriRegexRewrite requires both Rewrite and Match fields to be specified']
    : [];
}

function weightProblems(destinations: readonly unknown[]): string[] {
  const weights = destinations.map((each) => numberAt(each, 'weight'));
  return [
    ...destinations.flatMap((each) => [
      ...(isFields(at(each, 'destination')) ? [] : ['destination is required']),
      ...headerProblems(each),
      ...destinationProblems(at(each, 'destination')),
    ]),
    ...weights.filter((weight) => weight < 0).map((weight) => `weight ${weight} < 0`),
    ...(weights.length > 1 && weights.every((weight) => weight === 0)
      ? ['total destination weight = 0']
      : []),
  ];
}
