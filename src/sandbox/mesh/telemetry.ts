import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import type { MeshService, Waypoint } from './model.ts';
import type { GatewayObject, PodObject, PolicyTargetRef } from './objects.ts';
import { isAtGateway, isTargeted, targetsOf } from './policies.ts';
import { resources, rootNamespace } from './resources.ts';

type AccessLogging = {
  readonly providers?: readonly { readonly name: string }[];
  readonly disabled?: boolean;
  readonly match?: { readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };
};

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
type TelemetryObject = KubeObject & {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: PolicyTargetRef;
    readonly targetRefs?: readonly PolicyTargetRef[];
    readonly accessLogging?: readonly AccessLogging[];
  };
};

/** Istio's own provider, which writes to the log of the container. */
const provider = 'envoy';

/** Whether a waypoint writes down requests to a service. */
export const logsAtWaypoint = (world: World, waypoint: Waypoint, service: MeshService): boolean =>
  isLogged(world, {
    namespace: waypoint.gateway.metadata.namespace ?? '',
    mode: 'SERVER',
    isMeant: (each) => isTargeted(world, each, waypoint, service),
  });

/** Whether a gateway of Istio's own class writes down requests. */
export const logsAtGateway = (world: World, gateway: GatewayObject, pod: PodObject): boolean =>
  isLogged(world, {
    namespace: gateway.metadata.namespace ?? '',
    mode: 'CLIENT',
    isMeant: (each) => isAtGateway(each, gateway, pod),
  });

type Proxy = {
  readonly namespace: string;
  readonly mode: 'SERVER' | 'CLIENT';
  readonly isMeant: (telemetry: TelemetryObject) => boolean;
};

/**
 * The mesh's settings first, then the namespace's, then those for the proxy: the last word counts, and whoever names no
 * provider goes on with the one above.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/model/telemetry.go
 */
function isLogged(world: World, { namespace, mode, isMeant }: Proxy): boolean {
  const own = list(world, namespace);
  const wide = [...new Set([rootNamespace, namespace])].flatMap((place) =>
    list(world, place).filter(isWide).slice(0, 1),
  );
  const settings = [...wide, ...own.filter((each) => !isWide(each) && isMeant(each))].flatMap(
    ({ spec }) => spec?.accessLogging ?? [],
  );
  let isProvided = false;
  let isOn = false;
  for (const { providers, disabled = false, match } of settings) {
    if (providers?.length) isProvided = providers.some(({ name }) => name === provider);
    if (isProvided && [undefined, 'CLIENT_AND_SERVER', mode].includes(match?.mode)) isOn = !disabled;
  }
  return isOn;
}

const list = (world: World, namespace: string): readonly TelemetryObject[] =>
  world.store.list<TelemetryObject>(resources.telemetries, { namespace });

const isWide = (telemetry: TelemetryObject): boolean =>
  targetsOf(telemetry).length === 0 && Object.keys(telemetry.spec?.selector?.matchLabels ?? {}).length === 0;
