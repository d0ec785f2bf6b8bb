import type { KubeClient } from './client.ts';

/**
 * Clients by kubeconfig and context: connections and credentials last as long as a run, whose kubeconfig is its own.
 * Apart from the client, so that a run without clusters doesn't load what clients need.
 */
const clients = new Map<string, Map<string, KubeClient>>();

/** The clients of a kubeconfig that are open, by context. */
export function clientsOf(kubeconfig: string): Map<string, KubeClient> {
  const known = clients.get(kubeconfig) ?? new Map<string, KubeClient>();
  clients.set(kubeconfig, known);
  return known;
}

/** Ends the connections of a kubeconfig that is about to go. */
export function closeClients(kubeconfig: string): void {
  for (const client of clients.get(kubeconfig)?.values() ?? []) client.close();
  clients.delete(kubeconfig);
}
