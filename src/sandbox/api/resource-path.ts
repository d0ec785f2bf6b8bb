/** A path of the resource API, taken apart; nothing is known yet about whether it exists. */
type ResourcePath = {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
};

/**
 * Takes `/api/v1/namespaces/x/pods/y/log` and its like apart; undefined for any other path. `/namespaces/x` alone,
 * and with its own sub-resources, is the namespace itself.
 * @throws URIError when a part isn't well-formed
 */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const [root, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const group = root === 'apis' ? parts.shift() : root === 'api' ? '' : undefined;
  const version = parts.shift();
  if (group === undefined || !version || parts.length === 0) return undefined;
  const scoped =
    parts[0] === 'namespaces' && parts.length > 2 && !['finalize', 'status'].includes(parts[2] ?? '');
  const [, namespace = ''] = scoped ? parts.splice(0, 2) : [];
  const [resource = '', name = '', subresource = '', ...rest] = parts;
  if (rest.length > 0) return undefined;
  return { group, version, resource, namespace, name, subresource };
}
