import type { PodObject } from '../../mesh/objects.ts';
import { labelOf, resources, rootNamespace } from '../../mesh/resources.ts';
import { isZtunnel, meshProxies } from './proxies.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';
import { versionOf } from './version.ts';

/** `istioctl proxy-status`: who is connected to istiod. */
export const proxyStatus: Verb = {
  names: ['proxy-status', 'ps'],
  flags: [],
  run({ flags, io, world: worldOf }) {
    const world = worldOf();
    if (flags.positionals.length) {
      io.stderr.write('sandbox: istioctl proxy-status of one proxy is not simulated\n');
      return 1;
    }
    const [istiod] = world.store.list<PodObject>(resources.pods, {
      namespace: rootNamespace,
      where: (pod) => labelOf(pod, 'app') === 'istiod',
    });
    if (!istiod) {
      io.stderr.write('Error: no running Istio pods in "istio-system"\n');
      return 1;
    }
    const rows = meshProxies(world).map((pod) => [
      `${pod.metadata.name}.${pod.metadata.namespace}`,
      world.cluster,
      istiod.metadata.name,
      versionOf(pod),
      isZtunnel(pod) ? '2 (WADS,WDS)' : '4 (CDS,LDS,EDS,RDS)',
    ]);
    io.stdout.write(table([['NAME', 'CLUSTER', 'ISTIOD', 'VERSION', 'SUBSCRIBED TYPES'], ...rows]));
    return 0;
  },
};
