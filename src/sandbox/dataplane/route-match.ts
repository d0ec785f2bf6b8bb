import { covers } from '../mesh/attachment.ts';
import type { AttachedRule } from '../mesh/model.ts';
import type { RouteMatch, ValueMatch } from '../mesh/objects.ts';
import { type HttpRequest, header } from './message.ts';
import { wholly } from './pattern.ts';
import { takesVirtual } from './virtual/match.ts';

/** The first rule that takes a request; rules come in order of precedence. */
export function matchRoute(rules: readonly AttachedRule[], request: HttpRequest): AttachedRule | undefined {
  const host = hostOf(request);
  const fitting = rules.filter(({ hostname }) => !hostname || covers(hostname, host));
  return fitting.find(({ match, virtual }) =>
    virtual ? takesVirtual(virtual.match, request) : matches(match, request),
  );
}

/** Host of a request, without its port and in lower case. */
export const hostOf = ({ headers }: HttpRequest): string =>
  (header(headers, 'host') ?? '').toLowerCase().replace(/:\d+$/, '');

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch */
function matches(
  { path, method, headers = [], queryParams = [] }: RouteMatch,
  request: HttpRequest,
): boolean {
  const [bare = '/', query = ''] = request.path.split('?');
  const parameters = new URLSearchParams(query);
  return (
    pathMatches(path?.type, path?.value ?? '/', bare) &&
    (!method || method === request.method) &&
    headers.every((wanted) => valueMatches(wanted, header(request.headers, wanted.name))) &&
    queryParams.every((wanted) => valueMatches(wanted, parameters.get(wanted.name) ?? undefined))
  );
}

/** A prefix counts by whole path elements: `/a` takes `/a` and `/a/b`, not `/ab`. */
function pathMatches(type = 'PathPrefix', value: string, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'RegularExpression') return wholly(value, path);
  const prefix = value.replace(/\/$/, '');
  return path === prefix || path.startsWith(`${prefix}/`);
}

function valueMatches({ type, value }: ValueMatch, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  return type === 'RegularExpression' ? wholly(value, actual) : actual === value;
}
