import type { PodObject } from '../../mesh/objects.ts';
import { labelOf, resources, rootNamespace } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import { type FlagSpec, type Flags, UsageError } from './flags.ts';

/** Flags by which a `ztunnel-config` command chooses the ztunnel that it asks. */
export const targetFlags: readonly FlagSpec[] = [
  { name: 'node', takes: 'value' },
  { name: 'file', letter: 'f', takes: 'value' },
  { name: 'proxy-admin-port', takes: 'value' },
];

/**
 * Checks that there is a ztunnel to ask: the named pod, the one on a node, or any. All know the same.
 * @throws UsageError
 */
export function requireZtunnel(world: World, { positionals, values }: Flags): void {
  if (values.has('file')) throw new UsageError('sandbox: istioctl ztunnel-config --file is not simulated');
  const namespace = values.get('istioNamespace') ?? rootNamespace;
  const [target] = positionals;
  if (target !== undefined) {
    const [name = '', own] = target.replace(/^pods?\//, '').split('.');
    const pod = world.store.get({
      resource: resources.pods,
      namespace: own ?? values.get('namespace') ?? namespace,
      name,
    });
    if (!pod || labelOf(pod, 'app') !== 'ztunnel')
      throw new UsageError(`"${target}" does not refer to a ztunnel pod`);
    return;
  }
  const node = values.get('node');
  const ztunnels = world.store.list<PodObject>(resources.pods, {
    namespace,
    where: (pod) => labelOf(pod, 'app') === 'ztunnel' && (pod as PodObject).status?.phase === 'Running',
  });
  if (!ztunnels.some(({ spec }) => node === undefined || spec?.nodeName === node)) {
    throw new UsageError(node === undefined ? 'no pods found' : `no ztunnel pods found on node ${node}`);
  }
}
