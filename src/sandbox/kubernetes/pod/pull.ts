import { recordEvent } from '../../controllers/record-event.ts';
import { slot } from '../../memory.ts';
import type { Container, PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';

/** Images on the nodes of a cluster, as `node image`, and when each pod's pulls are through, as `uid image`. */
type Images = { readonly present: Set<string>; readonly pulling: Map<string, number> };

const imagesOfCluster = slot<Images>(() => ({ present: new Set(), pulling: new Map() }));

/** How long a pull takes, in units of latency. */
const pullUnits = 1;

/** Fetches a pod's images to its node; gives the milliseconds that this still takes. */
export function pull(world: World, pod: PodObject): number {
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  const fetched = [...initContainers, ...containers].filter((container) => !isNever(container));
  const waits = fetched.map((container) => pullOne(world, pod, container));
  return Math.max(0, ...waits);
}

const isNever = ({ imagePullPolicy }: Container): boolean => imagePullPolicy === 'Never';

/** Images that a pod's containers want to find on the node, and that nobody pulled there. */
export function missingImages(world: World, pod: PodObject): ReadonlySet<string> {
  const { present } = imagesOf(world);
  const { initContainers = [], containers = [] } = pod.spec ?? {};
  // A pod that ran before the sandbox did just goes on.
  if (pod.status?.phase === 'Running') return new Set();
  const wanted = [...initContainers, ...containers].filter(
    (container) => isNever(container) && !present.has(placeOf(pod, container)),
  );
  return new Set(wanted.map(({ image }) => image));
}

/** Says, of a container that starts, that its image is there: only then is it known that there is such an image. */
export function tellPulled(world: World, pod: PodObject, container: Container): void {
  const { present, pulling } = imagesOf(world);
  const fetched = pulling.delete(pullOf(pod, container));
  present.add(placeOf(pod, container));
  const { image } = container;
  const message = fetched
    ? `Successfully pulled image "${image}"`
    : `Container image "${image}" already present on machine`;
  tell(world, pod, 'Pulled', message);
}

const placeOf = ({ spec }: PodObject, { image }: Container): string => `${spec?.nodeName} ${image}`;

const pullOf = ({ metadata }: PodObject, { image }: Container): string => `${metadata.uid} ${image}`;

function pullOne(world: World, pod: PodObject, container: Container): number {
  const { present, pulling } = imagesOf(world);
  const now = world.clock.now().getTime();
  const started = pulling.get(pullOf(pod, container));
  if (started !== undefined) return Math.max(0, started - now);
  if (present.has(placeOf(pod, container)) && container.imagePullPolicy !== 'Always') return 0;
  const takesMs = pullUnits * world.clock.latencyMs;
  pulling.set(pullOf(pod, container), now + takesMs);
  tell(world, pod, 'Pulling', `Pulling image "${container.image}"`);
  return takesMs;
}

const imagesOf = ({ memory }: World): Images => memory.of(imagesOfCluster);

const tell = (world: World, pod: PodObject, reason: string, message: string): void =>
  recordEvent(world, pod, { reason, message, component: 'kubelet', host: pod.spec?.nodeName ?? '' });
