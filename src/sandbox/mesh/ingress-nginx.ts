import type { World } from '../world.ts';
import { classAnnotation, type IngressClassObject, type IngressObject } from './ingress-objects.ts';
import type { Container, PodObject } from './objects.ts';
import { resources } from './resources.ts';

const ownImage = /(^|\/)ingress-nginx\/controller(-chroot)?([:@]|$)/;

const containerOf = (pod: PodObject): Container | undefined =>
  pod.spec?.containers?.find(({ image }) => ownImage.test(image));

/** Pods that run the controller. */
export const controllerPods = (world: World): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    where: (pod) => containerOf(pod as PodObject) !== undefined,
  });

/** What a controller was started with. @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/ */
type ControllerFlags = {
  /** What an IngressClass has to name. */
  readonly controllerClass: string;
  /** What the old annotation has to say. */
  readonly ingressClass: string;
  readonly takesClassless: boolean;
  /** The only namespace that it looks at. */
  readonly namespace?: string;
  /** `namespace/name` of the Service whose address its Ingresses get. */
  readonly publishService?: string;
  readonly publishAddress?: string;
  /** `namespace/name` of the ConfigMap with its settings. */
  readonly configMap?: string;
  /** A flag that isn't looked at, and would change what is served. */
  readonly strange?: string;
};

/** Flags that are looked at, and those that change nothing of what is served. */
const known: ReadonlySet<string> = new Set([
  'alsologtostderr',
  'configmap',
  'controller-class',
  'election-id',
  'election-ttl',
  'enable-metrics',
  'ingress-class',
  'logtostderr',
  'publish-service',
  'publish-status-address',
  'report-node-internal-ip-address',
  'update-status',
  'v',
  'validating-webhook',
  'validating-webhook-certificate',
  'validating-webhook-key',
  'watch-ingress-without-class',
  'watch-namespace',
]);

/** Reads the flags of a controller's pod. */
export function flagsOf(pod: PodObject): ControllerFlags {
  const container = containerOf(pod);
  const words = [...(container?.command ?? []), ...(container?.args ?? [])];
  const flag = (name: string): string | undefined => {
    const found = words.find((word) => word.startsWith(`--${name}=`) || word === `--${name}`);
    if (found === undefined) return undefined;
    return expand(found.split(/=(.*)/s)[1] ?? 'true', pod, container);
  };
  const strange = words
    .map((word) => /^--?([\w-]+)/.exec(word)?.[1])
    .find((name) => name !== undefined && !known.has(name));
  const configMap = flag('configmap');
  const [namespace, service, address] = ['watch-namespace', 'publish-service', 'publish-status-address'].map(
    flag,
  );
  return {
    controllerClass: flag('controller-class') ?? 'k8s.io/ingress-nginx',
    ingressClass: flag('ingress-class') ?? 'nginx',
    takesClassless: flag('watch-ingress-without-class') === 'true',
    ...(namespace ? { namespace } : {}),
    ...(service ? { publishService: service } : {}),
    ...(address ? { publishAddress: address } : {}),
    ...(configMap ? { configMap } : {}),
    ...(strange ? { strange } : {}),
  };
}

const expand = (text: string, { metadata }: PodObject, container: Container | undefined): string =>
  text.replace(/\$\((\w+)\)/g, (all, name: string) => {
    const entry = container?.env?.find((each) => each.name === name);
    const path = entry?.valueFrom?.fieldRef?.fieldPath;
    if (path === 'metadata.namespace') return metadata.namespace ?? '';
    return path === 'metadata.name' ? metadata.name : (entry?.value ?? all);
  });

/** The Ingresses that a controller with such flags serves, the oldest first. */
export const servedIngresses = (world: World, flags: ControllerFlags): readonly IngressObject[] =>
  world.store
    .list<IngressObject>(resources.ingresses, { namespace: flags.namespace ?? '' })
    .filter((ingress) => !ingress.metadata.deletionTimestamp && isServed(world, flags, ingress))
    .toSorted(
      (a, b) =>
        (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '') ||
        a.metadata.name.localeCompare(b.metadata.name),
    );

function isServed(world: World, flags: ControllerFlags, { metadata, spec }: IngressObject): boolean {
  const annotation = metadata.annotations?.[classAnnotation];
  if (annotation !== undefined) return annotation === flags.ingressClass;
  const name = spec?.ingressClassName;
  if (name === undefined) return flags.takesClassless;
  const found = world.store.get<IngressClassObject>({
    resource: resources.ingressClasses,
    namespace: '',
    name,
  });
  return found?.spec?.controller === flags.controllerClass;
}
