import { covers } from '../attachment.ts';
import type { Listener } from '../objects.ts';

/**
 * The listener that is meant by a host name: the one of that name, else that of the longest wildcard, else one for any
 * host. No other has a say then.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
export function chooseListener(listeners: readonly Listener[], host: string): Listener | undefined {
  const exact = listeners.find(({ hostname }) => hostname === host);
  if (exact) return exact;
  const [wildcard] = listeners
    .filter(({ hostname }) => hostname?.startsWith('*.') && covers(hostname, host))
    .sort((a, b) => (b.hostname?.length ?? 0) - (a.hostname?.length ?? 0));
  return wildcard ?? listeners.find(({ hostname }) => !hostname);
}
