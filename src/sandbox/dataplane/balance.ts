import { type Client, preferredEndpoints } from '../mesh/endpoints.ts';
import type { MeshEndpoint, MeshService } from '../mesh/model.ts';

/**
 * Chooses at random among the endpoints that serve a port, those near the client first; undefined when there is none. One
 * that is passed over is taken only if there is no other.
 */
export function balance(
  service: MeshService,
  port: number,
  client: Client,
  isPassedOver: (endpoint: MeshEndpoint) => boolean = () => false,
): MeshEndpoint | undefined {
  const endpoints = service.endpoints.filter(({ ports }) => ports[port] !== undefined);
  const serving = preferredEndpoints({ ...service, endpoints }, client);
  return pick(serving.filter((endpoint) => !isPassedOver(endpoint))) ?? pick(serving);
}

/** One of several, each as likely. */
export const pick = <T>(choices: readonly T[]): T | undefined =>
  choices[Math.floor(Math.random() * choices.length)];

/** One of several, as likely as its weight; undefined when no weight is above zero. */
export function pickWeighted<T extends { readonly weight: number }>(choices: readonly T[]): T | undefined {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let left = Math.random() * total;
  return choices.find(({ weight }) => {
    left -= weight;
    return weight > 0 && left < 0;
  });
}
