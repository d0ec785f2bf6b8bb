import type { StringMatch, VirtualMatch } from '../../mesh/virtual/objects.ts';
import { type HttpRequest, header } from '../message.ts';
import { wholly } from '../pattern.ts';

/** Whether a text is there and fits; a match that says nothing wants it to be there. */
export function stringFits(match: StringMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  const { exact, prefix, regex } = match;
  if (exact !== undefined) return value === exact;
  if (prefix !== undefined) return value.startsWith(prefix);
  // Istio takes this one for "anything".
  return regex === undefined || regex === '*' || wholly(regex, value);
}

/**
 * Whether a match of a VirtualService takes a request. A prefix is one of the text, not of path elements. The waypoint
 * sees requests as plain HTTP.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
 */
export function takesVirtual(match: VirtualMatch, { method, path, headers }: HttpRequest): boolean {
  const [bare = '/', query = ''] = path.split('?');
  const pseudo: Readonly<Record<string, string | undefined>> = {
    ':method': method,
    ':scheme': 'http',
    ':authority': header(headers, 'host'),
    ':path': path,
  };
  const headerOf = (name: string): string | undefined => pseudo[name] ?? header(headers, name);
  const parameters = new URLSearchParams(query);
  return (
    uriFits(match, bare) &&
    (!match.method || stringFits(match.method, method)) &&
    (!match.scheme || stringFits(match.scheme, 'http')) &&
    (!match.authority || stringFits(match.authority, pseudo[':authority'])) &&
    Object.entries(match.headers ?? {}).every(([name, wanted]) => stringFits(wanted, headerOf(name))) &&
    !Object.entries(match.withoutHeaders ?? {}).some(([name, wanted]) =>
      stringFits(wanted, headerOf(name)),
    ) &&
    Object.entries(match.queryParams ?? {}).every(([name, wanted]) =>
      stringFits(wanted, parameters.get(name) ?? undefined),
    )
  );
}

function uriFits({ uri, ignoreUriCase = false }: VirtualMatch, path: string): boolean {
  if (!uri) return true;
  if (!ignoreUriCase || uri.regex !== undefined) return stringFits(uri, path);
  const lower = Object.entries(uri).map(([kind, value]) => [kind, String(value).toLowerCase()]);
  return stringFits(Object.fromEntries(lower) as StringMatch, path.toLowerCase());
}
