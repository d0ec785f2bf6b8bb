import type { AttachedRule } from './model.ts';

/**
 * Orders rules so that the first fitting one wins: exact host name, longest wildcard; exact path, longest prefix,
 * method, most headers, most query parameters; oldest route, `namespace/name`. Equal ones keep their order.
 * Regular expressions come after prefixes; the specification leaves their rank to the implementation.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function byPrecedence(a: AttachedRule, b: AttachedRule): number {
  const [left, right] = [ranks(a), ranks(b)];
  const decisive = left.findIndex((rank, index) => rank !== right[index]);
  if (decisive >= 0) return (right[decisive] ?? 0) - (left[decisive] ?? 0);
  const [first, second] = [ageAndName(a), ageAndName(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** Higher goes first. */
function ranks({ hostname = '', match }: AttachedRule): readonly number[] {
  const { type = 'PathPrefix', value = '/' } = match.path ?? {};
  return [
    hostname === '' || hostname.startsWith('*') ? 0 : 1,
    hostname.length,
    type === 'Exact' ? 1 : 0,
    type === 'PathPrefix' ? value.length : 0,
    match.method ? 1 : 0,
    match.headers?.length ?? 0,
    match.queryParams?.length ?? 0,
  ];
}

const ageAndName = ({ route: { metadata } }: AttachedRule): string =>
  `${metadata.creationTimestamp} ${metadata.namespace}/${metadata.name}`;
