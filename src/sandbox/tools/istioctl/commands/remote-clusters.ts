import { resources } from '../../../mesh/resources.ts';
import { type Command, CommandError } from '../command.ts';
import { table } from '../output/table.ts';
import { revisionFlag } from './revision-flag.ts';
import { istiodPods } from './version.ts';

/** Secrets that tell istiod of another cluster's API server. */
const secretLabel = 'istio/multiCluster';

/**
 * `istioctl remote-clusters`: the clusters whose API servers each istiod watches: its own, and none besides. Linked
 * clusters are known by their gateways.
 */
export const remoteClusters: Command = {
  names: ['remote-clusters'],
  about: 'List the clusters that istiod watches',
  passedOn: [revisionFlag],
  run({ flags, io, world: worldOf }) {
    const world = worldOf();
    const namespace = flags.text('istioNamespace');
    const istiods = istiodPods(world, namespace, flags.text('revision'));
    if (!istiods.length) throw new CommandError('unable to find any Istiod instances');
    const [secret] = world.store.list(resources.secrets, {
      namespace,
      where: ({ metadata }) => metadata.labels?.[secretLabel] === 'true',
    });
    if (secret) throw new CommandError(`sandbox: remote secrets (${secret.metadata.name}) are not simulated`);
    const rows = istiods.map(({ metadata }) => [world.cluster, '', 'synced', metadata.name]);
    io.stdout.write(table([['NAME', 'SECRET', 'STATUS', 'ISTIOD'], ...rows], 5));
    return 0;
  },
};
