import { lookOf, type Place, read, type Seen } from './seen.ts';

type Events = {
  readonly items: readonly {
    readonly type?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly count?: number;
    readonly lastTimestamp?: string | null;
    readonly eventTime?: string | null;
    readonly metadata: { readonly creationTimestamp?: string };
    readonly involvedObject: { readonly kind?: string; readonly name?: string };
  }[];
};

/** How many warnings are told, the latest ones. */
const mostEvents = 5;

/** The latest warnings of a namespace. Kubernetes itself forgets them after an hour. */
export async function lookAtEvents(place: Place): Promise<Seen> {
  const { namespace, kubectl } = place;
  const path = `/api/v1/namespaces/${namespace}/events?limit=500&fieldSelector=${encodeURIComponent('type=Warning')}`;
  const warnings = (await read<Events>(place, path))?.items ?? [];
  const latest = warnings.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1)).slice(-mostEvents);
  if (latest.length === 0) return { looks: [], sightings: [] };
  const lines = latest.map(
    ({ reason = '', message = '', count = 1, involvedObject: { kind = '', name = '' } }) =>
      `${reason}  ${kind.toLowerCase()}/${name}${count > 1 ? `  ${count} times` : ''}  ${message.split('\n')[0]}`,
  );
  const command = `${kubectl} get events --field-selector type=Warning --sort-by .lastTimestamp`;
  return { looks: [lookOf(`latest warnings in ${namespace}`, lines, command)], sightings: [] };
}

function timeOf({ lastTimestamp, eventTime, metadata }: Events['items'][number]): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
}
