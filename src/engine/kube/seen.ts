import type { Look, Sighting } from '../model/finding.ts';
import type { KubeClient } from './client.ts';
import { messageOf } from './resources.ts';

/** What was seen: for people, and as facts. */
export type Seen = { readonly looks: readonly Look[]; readonly sightings: readonly Sighting[] };

/** One namespace of one cluster, for a look at it. `kubectl` is how a person begins a command about it. */
export type Place = {
  readonly client: KubeClient;
  readonly context: string;
  readonly namespace: string;
  readonly kubectl: string;
  readonly signal: AbortSignal;
};

/** How much of a look is kept: people read no more, and a record should stay small. */
const mostLines = 8;
const widestLine = 1_000;

export const nothing: Seen = { looks: [], sightings: [] };

export function merge(seen: readonly Seen[]): Seen {
  return { looks: seen.flatMap(({ looks }) => looks), sightings: seen.flatMap(({ sightings }) => sightings) };
}

/** A look of a bounded size; what was left out is counted. */
export function lookOf(title: string, lines: readonly string[], command: string): Look {
  const kept = lines.length > mostLines ? lines.slice(0, mostLines - 1) : lines;
  const more = lines.length - kept.length;
  return {
    title,
    lines: [...kept.map(clip), ...(more > 0 ? [`… ${more} more`] : [])],
    command,
  };
}

function clip(line: string): string {
  return line.length <= widestLine ? line : `${line.slice(0, widestLine - 1)}…`;
}

/** Reads an object or a list; undefined when it isn't there. @throws Error when it may not be read. */
export async function read<T>({ client, signal }: Place, path: string): Promise<T | undefined> {
  const { status, body } = await client.send({ method: 'GET', path, signal });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(messageOf(body, status));
  return body as T;
}
