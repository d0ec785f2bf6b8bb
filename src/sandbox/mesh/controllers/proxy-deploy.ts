import { keyOf } from '../../apiserver/store/store.ts';
import { create, ensure } from '../../controllers/write.ts';
import { assignAddresses } from '../../kubernetes/service/service-addresses.ts';
import type { World } from '../../world.ts';
import { podsOfGateway } from '../network.ts';
import type { GatewayAddress, ServiceObject } from '../objects.ts';
import { resources } from '../resources.ts';
import {
  accountOf,
  configMapOf,
  deploymentOf,
  type ProxyPlan,
  serviceOf,
  sessionKeyOf,
} from './proxy-plan.ts';

/** How far a proxy's deployment has got. */
export type Deployed = { readonly addresses: readonly GatewayAddress[]; readonly hasPod: boolean };

/** Makes what a Gateway's proxy needs, or brings it up to date. */
export function deployProxy(world: World, plan: ProxyPlan): Deployed {
  const { name, namespace = '' } = plan.gateway.metadata;
  const existing = (resource: string) => world.store.get({ resource, namespace, name });
  ensure(world, resources.serviceAccounts, accountOf(plan));
  if (plan.configured) configure(world, plan);
  const old = existing(resources.services);
  const service = serviceOf(plan, old);
  ensure(world, resources.services, assignAddresses(service, world.store.list(resources.services), old));
  ensure(world, resources.deployments, deploymentOf(plan, existing(resources.deployments)));
  const made = world.store.get<ServiceObject>({ resource: resources.services, namespace, name });
  return { addresses: addressesOf(made), hasPod: podsOfGateway(world, plan.gateway).length > 0 };
}

function configure(world: World, plan: ProxyPlan): void {
  ensure(world, resources.configMaps, configMapOf(plan));
  const key = sessionKeyOf(plan);
  if (!world.store.get(keyOf(resources.secrets, key))) create(world, resources.secrets, key);
}

/** A load balancer's own address, once it has one; else the cluster's. */
function addressesOf(service: ServiceObject | undefined): readonly GatewayAddress[] {
  const { type, clusterIP } = service?.spec ?? {};
  const ips =
    type === 'LoadBalancer'
      ? (service?.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])
      : [clusterIP].flatMap((ip) => ip ?? []);
  return ips.map((value) => ({ type: 'IPAddress', value }));
}
