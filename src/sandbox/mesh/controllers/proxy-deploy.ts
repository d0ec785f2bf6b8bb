import type { KubeObject } from '../../apiserver/store/object.ts';
import { keyOf } from '../../apiserver/store/store.ts';
import { create, ensure } from '../../controllers/write.ts';
import { assignAddresses } from '../../kubernetes/service/service-addresses.ts';
import type { World } from '../../world.ts';
import { isReady } from '../enrolment.ts';
import { podsOfGateway } from '../network.ts';
import type { GatewayObject, ServiceObject } from '../objects.ts';
import { resources } from '../resources.ts';
import type { ServicePort } from '../service-objects.ts';

/** What a Gateway's controller wants to be there for its proxy. */
export type ProxyObjects = {
  readonly gateway: GatewayObject;
  readonly account: KubeObject;
  readonly service: KubeObject;
  readonly deployment: KubeObject;
  readonly configMap?: KubeObject;
  /** Made once, and left alone after that. */
  readonly sessionKey?: KubeObject;
};

/** How far a proxy's deployment has got. */
export type Deployed = {
  readonly service: ServiceObject | undefined;
  readonly hasPod: boolean;
  readonly hasReadyPod: boolean;
};

/** Makes what a Gateway's proxy needs, or brings it up to date. */
export function deployProxy(world: World, wanted: ProxyObjects): Deployed {
  ensure(world, resources.serviceAccounts, wanted.account);
  if (wanted.configMap) ensure(world, resources.configMaps, wanted.configMap);
  if (wanted.sessionKey && !world.store.get(keyOf(resources.secrets, wanted.sessionKey)))
    create(world, resources.secrets, wanted.sessionKey);
  const key = keyOf(resources.services, wanted.service);
  const old = world.store.get<ServiceObject>(key);
  const service = addressed(wanted.service, old);
  ensure(world, resources.services, assignAddresses(service, world.store.list(resources.services), old));
  ensure(world, resources.deployments, scaled(world, wanted.deployment));
  const pods = podsOfGateway(world, wanted.gateway);
  return {
    service: world.store.get<ServiceObject>(key),
    hasPod: pods.length > 0,
    hasReadyPod: pods.some(isReady),
  };
}

/** Addresses and node ports stay those of the Service that is there. */
function addressed(service: KubeObject, old: ServiceObject | undefined): KubeObject {
  const spec = service.spec as { readonly ports: readonly ServicePort[] };
  const ports = spec.ports.map((port) => {
    const nodePort = old?.spec?.ports?.find((candidate) => candidate.port === port.port)?.nodePort;
    return { ...port, ...(nodePort ? { nodePort } : {}) };
  });
  return { ...service, spec: { ...old?.spec, ...spec, ports } };
}

/** How many pods there are is left to whoever scales the Deployment. */
function scaled(world: World, deployment: KubeObject): KubeObject {
  const old = world.store.get(keyOf(resources.deployments, deployment));
  const { replicas = 1 } = (old?.spec ?? {}) as { readonly replicas?: number };
  return { ...deployment, spec: { replicas, ...(deployment.spec as object) } };
}

/** Addresses that a load balancer has given a Service. */
export const externalAddresses = (service: ServiceObject | undefined): readonly string[] =>
  (service?.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
