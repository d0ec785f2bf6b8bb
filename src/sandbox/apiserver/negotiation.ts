import type { IncomingHttpHeaders } from 'node:http';

/** The form in which a client wants objects. */
type Representation = 'object' | 'table' | 'metadata' | 'metadata-list';

const forms: Readonly<Record<string, Representation>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata-list',
};

/** Reads the first form of the Accept header that is served; clients list theirs best first. */
export function representationOf({ accept = '' }: IncomingHttpHeaders): Representation {
  for (const choice of accept.split(',')) {
    const { type, as, v } = parseChoice(choice);
    if (as === undefined && type !== '') return 'object';
    if (as !== undefined && forms[as] && (v ?? 'v1') === 'v1') return forms[as];
  }
  return 'object';
}

/** Whether the client reads aggregated discovery of version `v2`. */
export const wantsAggregatedDiscovery = ({ accept = '' }: IncomingHttpHeaders): boolean =>
  accept
    .split(',')
    .map(parseChoice)
    .some(({ as, v, g }) => as === 'APIGroupDiscoveryList' && v === 'v2' && g === 'apidiscovery.k8s.io');

type Choice = { readonly type: string; readonly as?: string; readonly v?: string; readonly g?: string };

function parseChoice(text: string): Choice {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim());
  return { type, ...Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2))) };
}
