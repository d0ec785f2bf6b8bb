import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { writeStatus } from '../../controllers/write.ts';
import { slot } from '../../memory.ts';
import type { World } from '../../world.ts';
import type { ServiceEntryObject } from '../objects.ts';
import { labelOf, resources } from '../resources.ts';
import { hasIstiod } from './control-plane.ts';

/**
 * Gives each host of a ServiceEntry without addresses one of its own, IPv4 and IPv6 from the same number.
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
 */
export const virtualAddress: Controller = {
  name: 'ip-autoallocate-controller',
  watches: [resources.serviceEntries, resources.deployments],
  enqueue: (changed, world) =>
    changed.resource === resources.serviceEntries ? [changed] : keysOf(world, resources.serviceEntries),
  delay: 0.2,
  reconcile(key, world) {
    const entry = world.store.get<ServiceEntryObject>(key);
    if (!entry || entry.metadata.deletionTimestamp || !hasIstiod(world)) return undefined;
    const addresses = wantedHosts(entry).flatMap((host): readonly Address[] => {
      const own = (entry.status?.addresses ?? []).filter((address) => address.host === host);
      return own.length ? own.map(({ value }) => ({ host, value })) : allocate(world, host);
    });
    if (addresses.length || entry.status?.addresses?.length) writeStatus(world, key, { addresses });
    return undefined;
  },
};

function wantedHosts(entry: ServiceEntryObject): readonly string[] {
  const { hosts = [], addresses = [], resolution } = entry.spec ?? {};
  const isOff = labelOf(entry, 'networking.istio.io/enable-autoallocate-ip') === 'false';
  if (isOff || addresses.length || !resolution || resolution === 'NONE') return [];
  return hosts.filter((host) => !host.includes('*'));
}

type Address = { readonly host: string; readonly value: string };

/** The next number that nobody has had since the cluster is there; counting starts over only where it must. */
function allocate(world: World, host: string): readonly Address[] {
  const used = world.store
    .list<ServiceEntryObject>(resources.serviceEntries)
    .flatMap(({ status }) => status?.addresses ?? [])
    .map(({ value }) => value);
  const given = world.memory.of(lastNumber);
  let number = given.last + 1;
  while (used.includes(addressesOf(number)[0] ?? '')) number += 1;
  given.last = number;
  return addressesOf(number).map((value) => ({ host, value }));
}

const lastNumber = slot(() => ({ last: 0 }));

const addressesOf = (number: number): readonly string[] => [
  `240.240.${Math.floor(number / 256)}.${number % 256}`,
  `2001:2::${number.toString(16)}`,
];
