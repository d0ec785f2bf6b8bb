import { ipVersion } from '../apiserver/admission/ip-address.ts';
import type { PodObject } from '../mesh/objects.ts';
import { resolveHost } from '../mesh/resolve.ts';
import type { World } from '../world.ts';
import { internetAddresses } from './internet.ts';

/** Addresses of a host as a pod's resolver gives them, best first; undefined when nobody knows the name. */
export function resolve(world: World, pod: PodObject, host: string): readonly string[] | undefined {
  const name = host.toLowerCase();
  if (ipVersion(name)) return [name];
  if (name === 'localhost') return ['127.0.0.1', '::1'];
  if (name === pod.metadata.name) return [pod.status?.podIP ?? '127.0.0.1'];
  const found = resolveHost(world, pod, name) ?? internetAddresses(name.replace(/\.$/, ''));
  return found?.length ? found : undefined;
}
