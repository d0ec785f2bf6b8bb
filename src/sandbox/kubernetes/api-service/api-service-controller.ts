import { definitionResource } from '../../apiserver/custom/custom-kinds.ts';
import { timestamp } from '../../apiserver/store/store.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { World } from '../../world.ts';
import { localApiService } from './api-service.ts';

const resource = 'apiservices.apiregistration.k8s.io';

/** All at once, whatever changed: there is one list of what is served. */
const everything = { resource, namespace: '', name: '' } as const;

/** Keeps an entry for each version of a group that is served. */
export const apiServices: Controller = {
  name: 'kube-aggregator',
  watches: [definitionResource, resource],
  delay: 0.5,
  enqueue: () => [everything],
  reconcile(_key, world) {
    const wanted = servedVersions(world);
    const time = timestamp(world.clock.now());
    for (const [name, { group, version }] of wanted)
      if (!world.store.get({ ...everything, name }))
        world.store.create(resource, localApiService(group, version, time));
    for (const { metadata } of world.store.list(resource))
      if (!wanted.has(metadata.name)) world.store.remove({ ...everything, name: metadata.name });
    return undefined;
  },
};

type GroupVersion = { readonly group: string; readonly version: string };

const servedVersions = (world: World): ReadonlyMap<string, GroupVersion> =>
  new Map(
    world.kinds.all.flatMap(({ group, versions }) =>
      versions.map((version): [string, GroupVersion] => [`${version}.${group}`, { group, version }]),
    ),
  );
