import { accepts, localAddresses, ownerText, socketAddress } from './local-port.ts';

/** What was found of a command that has to become ready; undefined as long as nothing was. */
export type Found = { readonly kind: 'ready' | 'failed'; readonly reason: string } | undefined;

export type Forwarding = {
  /** Local ports, undefined for those that kubectl chooses or that aren't known. */
  readonly ports: readonly (number | undefined)[];
  /** It forwards on `localhost`, which may be more addresses than one. */
  readonly localhost: boolean;
};

/** kubectl says all its addresses of a port at once; this is for a machine that is busy. */
const restMs = 1_000;

/**
 * Watches what `kubectl port-forward` prints, a line for each address of each port: `Forwarding from 127.0.0.1:80 -> 80`.
 * It goes on when only one address of `localhost` could be had; who connects to the other reaches somebody else.
 */
export function forwardingWatch(
  { ports, localhost }: Forwarding,
  ownGroups: ReadonlySet<number>,
): (printed: string) => Promise<Found> {
  let since: number | undefined;
  const known = ports.filter((port) => port !== undefined);
  const count = Math.max(1, ports.length);
  return async (printed) => {
    const lines = [...printed.matchAll(/^Forwarding from (\S+):(\d+) -> \d+/gm)];
    const forwarded = new Map<number, string[]>();
    for (const [, address = '', port] of lines) {
      forwarded.set(Number(port), [...(forwarded.get(Number(port)) ?? []), address.replace(/[[\]]/g, '')]);
    }
    if (forwarded.size < count || !known.every((port) => forwarded.has(port))) return undefined;
    const ready: Found = { kind: 'ready', reason: lines[0]?.[0] ?? '' };
    const missing = localhost ? [...forwarded].flatMap(([port, has]) => missingOf(port, has)) : [];
    if (missing.length === 0) return ready;
    since ??= performance.now();
    if (performance.now() - since < restMs) return undefined;
    for (const { port, address } of missing) {
      // On an address where nobody answers, clients go on to the other one, but for the one that every machine has.
      if (address !== '127.0.0.1' && !(await accepts(port, address))) continue;
      const owner = await ownerOn(port, address, ownGroups);
      return {
        kind: 'failed',
        reason: `port ${port} is forwarded on one address of localhost only: ${owner}`,
      };
    }
    return ready;
  };
}

async function ownerOn(port: number, address: string, ownGroups: ReadonlySet<number>): Promise<string> {
  if (!(await accepts(port, address))) return `kubectl could not listen on ${socketAddress(address, port)}`;
  return `${await ownerText(port, ownGroups)} has ${socketAddress(address, port)}`;
}

/** The addresses of `localhost` that a port isn't forwarded on; none of one that is forwarded on other addresses. */
function missingOf(port: number, has: readonly string[]) {
  const all = localAddresses();
  if (!all.some((address) => has.includes(address))) return [];
  return all.filter((address) => !has.includes(address)).map((address) => ({ port, address }));
}
