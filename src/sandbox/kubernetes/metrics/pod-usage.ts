import type { PodObject } from '../../mesh/objects.ts';
import type { World } from '../../world.ts';
import type { Amount } from '../resources/amount.ts';

/** What one container uses at the moment. */
export type ContainerUsage = { readonly name: string; readonly cpu: Amount; readonly memory: Amount };

/**
 * What a pod's containers use; undefined unless it is known of all that run, as what a part of a pod uses says nothing
 * of the pod.
 */
export function usageOfPod(
  { runtime }: World,
  { metadata, spec }: PodObject,
): readonly ContainerUsage[] | undefined {
  const { uid = '' } = metadata;
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const running = [...(spec?.containers ?? []), ...sidecars].filter(
    ({ name }) => runtime.state(uid, name)?.kind === 'running',
  );
  const usages = running.flatMap(({ name }): ContainerUsage[] => {
    const usage = runtime.usage?.(uid, name);
    if (!usage) return [];
    return [
      {
        name,
        cpu: { nanos: BigInt(Math.round(usage.milliCpu * 1_000_000)), isBinary: false },
        memory: { nanos: BigInt(Math.round(usage.memoryBytes)) * 1_000_000_000n, isBinary: true },
      },
    ];
  });
  return running.length > 0 && usages.length === running.length ? usages : undefined;
}
