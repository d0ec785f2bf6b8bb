import type { KubeObject } from '../../apiserver/store/object.ts';
import { resourceName } from '../../apiserver/store/object.ts';
import type { GatewayObject, PodObject } from '../../mesh/objects.ts';
import { fitsLabels, resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { CommandError } from './command.ts';

/** A pod by its place. */
type PodPlace = { readonly name: string; readonly namespace: string };

/**
 * The pod that a target names: `NAME`, `NAME.NAMESPACE`, or one of `TYPE/NAME[.NAMESPACE]`. A plain name is taken as it
 * is; whether there is such a pod shows later.
 * @see https://github.com/istio/istio/blob/1.29.3/istioctl/pkg/util/handlers/handlers.go
 * @throws CommandError
 */
export function podOf(world: World, target: string, namespace: string): PodPlace {
  const place = placeOf(target, namespace);
  if (!place.name.includes('/')) return place;
  const [pod] = podsOf(world, target, namespace);
  if (!pod) throw new CommandError(`no pods match ${JSON.stringify(place.name)}`);
  return pod;
}

/** Every pod that a target names, running ones first. @throws CommandError */
export function podsOf(
  world: World,
  target: string,
  namespace: string,
  absent?: string,
): readonly PodPlace[] {
  const place = placeOf(target, namespace);
  const [type = '', name = ''] = place.name.split('/');
  if (!place.name.includes('/')) return [place];
  const kind = world.kinds.all.find(
    ({ plural, singular, shortNames }) => type === plural || type === singular || shortNames.includes(type),
  );
  if (!kind)
    throw new CommandError(
      `failed retrieving: the server doesn't have a resource type "${type}" in the "${place.namespace}" namespace`,
    );
  const resource = resourceName(kind.group, kind.plural);
  const object = world.store.get({ resource, namespace: place.namespace, name });
  if (!object)
    throw new CommandError(
      absent ?? `failed retrieving: ${resource} "${name}" not found in the "${place.namespace}" namespace`,
    );
  if (resource === resources.pods) return [{ name, namespace: place.namespace }];
  return selectedBy(world, object, resource).map(({ metadata }) => ({
    name: metadata.name,
    namespace: metadata.namespace ?? '',
  }));
}

/** A namespace may follow the last point; names of pods have none. */
function placeOf(target: string, namespace: string): PodPlace {
  const at = target.lastIndexOf('.');
  return at < 0
    ? { name: target, namespace }
    : { name: target.slice(0, at), namespace: target.slice(at + 1) };
}

type Selecting = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } & Readonly<
      Record<string, unknown>
    >;
  };
};

function selectedBy(world: World, object: KubeObject, resource: string): readonly PodObject[] {
  const { name, namespace = '' } = object.metadata;
  const { selector } = (object as Selecting).spec ?? {};
  const wanted =
    resource === resources.gateways
      ? { 'gateway.networking.k8s.io/gateway-name': (object as GatewayObject).metadata.name }
      : (selector?.matchLabels ?? (selector as Readonly<Record<string, string>> | undefined));
  if (!wanted) throw new CommandError(`${JSON.stringify(`${resource}/${name}`)} does not refer to a pod`);
  return world.store
    .list<PodObject>(resources.pods, { namespace, where: (pod) => fitsLabels(pod, wanted) })
    .toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ status }: PodObject): number => (status?.phase === 'Running' ? 0 : 1);
