import type { Container, PodObject } from '../mesh/objects.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import { recordEvent } from './record-event.ts';

/** Images on the nodes of a cluster, and when the pulls that go on will be through. Keys are `node image`. */
type Images = { readonly present: Set<string>; readonly pulling: Map<string, number> };

const imagesOfClusters = new WeakMap<Store, Images>();

/** How long a pull takes, in units of latency. */
const pullUnits = 1;

/** Fetches a pod's images to its node; gives the milliseconds that this still takes. */
export function pull(world: World, pod: PodObject): number {
  const waits = (pod.spec?.containers ?? []).map((container) => pullOne(world, pod, container));
  return Math.max(0, ...waits);
}

function pullOne(world: World, pod: PodObject, { image, imagePullPolicy }: Container): number {
  const images = imagesOf(world);
  const place = `${pod.spec?.nodeName} ${image}`;
  const waiting = `${pod.metadata.uid} ${image}`;
  const now = world.clock.now().getTime();
  if (images.present.has(place) && imagePullPolicy !== 'Always' && !images.pulling.has(waiting)) {
    tell(world, pod, 'Pulled', `Container image "${image}" already present on machine`);
    return 0;
  }
  if (!images.pulling.has(waiting)) {
    images.pulling.set(waiting, now + pullUnits * world.clock.latencyMs);
    tell(world, pod, 'Pulling', `Pulling image "${image}"`);
  }
  const leftMs = (images.pulling.get(waiting) ?? now) - now;
  if (leftMs > 0) return leftMs;
  images.pulling.delete(waiting);
  images.present.add(place);
  tell(world, pod, 'Pulled', `Successfully pulled image "${image}"`);
  return 0;
}

function imagesOf(world: World): Images {
  const images = imagesOfClusters.get(world.store) ?? { present: new Set(), pulling: new Map() };
  imagesOfClusters.set(world.store, images);
  return images;
}

const tell = (world: World, pod: PodObject, reason: string, message: string): void =>
  recordEvent(world, pod, { reason, message, component: 'kubelet', host: pod.spec?.nodeName ?? '' });
