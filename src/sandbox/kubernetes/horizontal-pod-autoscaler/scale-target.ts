import { type KubeObject, type ObjectKey, resourceName } from '../../apiserver/store/object.ts';
import { scaleOf, withReplicas } from '../../apiserver/subresources/scale-object.ts';
import type { World } from '../../world.ts';
import type { AutoscalerObject, ObjectReference } from './autoscaler-objects.ts';

/** What an autoscaler makes larger and smaller. */
export type ScaleTarget = {
  readonly replicas: number;
  /** Of its pods, as text; empty where it has none. */
  readonly selector: string;
  scale(replicas: number): void;
};

/** The target of an autoscaler. @throws Error in the API server's words where there is none */
export function scaleTarget(world: World, { metadata, spec = {} }: AutoscalerObject): ScaleTarget {
  const kind = kindOf(world, spec.scaleTargetRef ?? {});
  const name = spec.scaleTargetRef?.name ?? '';
  const place = kind.group ? `${kind.plural}/scale.${kind.group}` : `${kind.plural}/scale`;
  if (!kind.subresources.includes('scale'))
    throw new Error('the server could not find the requested resource');
  const key: ObjectKey = {
    resource: resourceName(kind.group, kind.plural),
    namespace: metadata.namespace ?? '',
    name,
  };
  const object = world.store.get(key);
  if (!object) throw new Error(`${place} "${name}" not found`);
  const scale = scaleOf(object, kind);
  return {
    replicas: scale.spec.replicas ?? 0,
    selector: scale.status.selector ?? '',
    scale: (replicas) => {
      world.store.mutate<KubeObject>(key, (current) => withReplicas(current, kind, replicas));
    },
  };
}

function kindOf({ kinds }: World, { apiVersion = '', kind = '' }: ObjectReference) {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const found = kinds.byKind(group, undefined, kind);
  if (!found) throw new Error(`no matches for kind "${kind}" in group "${group}"`);
  return found;
}
