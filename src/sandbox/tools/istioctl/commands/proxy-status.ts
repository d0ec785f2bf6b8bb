import { type Command, CommandError, type FlagSpec, notSimulated } from '../command.ts';
import { table } from '../output/table.ts';
import { podOf } from '../pod-of.ts';
import { isZtunnel, meshProxies } from './proxies.ts';
import { revisionFlag } from './revision-flag.ts';
import { istiodPods, versionOf } from './version.ts';

/** Ways to ask an istiod elsewhere, of which there is none here. */
const elsewhere: readonly FlagSpec[] = [
  { name: 'xds-address', type: 'string', help: 'address of istiod', refused: true },
  { name: 'cert-dir', type: 'string', help: 'folder with its certificates', refused: true },
  { name: 'xds-label', type: 'string', help: "labels of istiod's pods", refused: true },
  { name: 'xds-port', type: 'int', default: '15012', help: "port of istiod's pods" },
  { name: 'timeout', type: 'duration', default: '30s', help: 'how long to wait' },
  { name: 'authority', type: 'string', help: 'the name that its certificate has to have', refused: true },
  { name: 'insecure', type: 'bool', help: 'take its certificate as it is', refused: true },
  { name: 'plaintext', type: 'bool', help: 'speak to it without TLS', refused: true },
];

/** `istioctl proxy-status`: who is connected to istiod. */
export const proxyStatus: Command = {
  names: ['proxy-status', 'ps'],
  operands: '[<type>/]<name>[.<namespace>]',
  about: 'Show which proxies are connected to istiod',
  passedOn: [
    revisionFlag,
    ...elsewhere,
    { name: 'file', type: 'string', help: "an Envoy's configuration dump", refused: true },
    { name: 'proxy-admin-port', type: 'int', default: '15000', help: "port of Envoy's admin interface" },
    { name: 'output', letter: 'o', type: 'string', default: 'table', help: 'table or json' },
    { name: 'verbosity', letter: 'v', type: 'int', help: '1: every type of configuration', refused: true },
  ],
  run(call) {
    const { flags, io } = call;
    const world = call.world();
    const [target] = flags.positionals;
    if (target !== undefined) {
      const { name, namespace } = podOf(world, target, call.namespace());
      const ztunnel = meshProxies(world).find(
        (pod) => pod.metadata.name === name && pod.metadata.namespace === namespace && isZtunnel(pod),
      );
      if (!ztunnel) throw notSimulated('istioctl proxy-status of one proxy');
      io.stdout.write(`Sync diff is not available for ztunnel pod ${name}.${namespace}\n`);
      return 0;
    }
    const [istiod] = istiodPods(world, flags.text('istioNamespace'), flags.text('revision'));
    if (!istiod)
      throw new CommandError(`no running Istio pods in ${JSON.stringify(flags.text('istioNamespace'))}`);
    const wanted = flags.text('namespace');
    const rows = meshProxies(world)
      .filter(({ metadata }) => !wanted || metadata.namespace === wanted)
      .map((pod) => [
        `${pod.metadata.name}.${pod.metadata.namespace}`,
        world.cluster,
        istiod.metadata.name,
        versionOf(pod),
        isZtunnel(pod) ? '2 (WADS,WDS)' : '4 (CDS,LDS,EDS,RDS)',
      ]);
    io.stdout.write(table([['NAME', 'CLUSTER', 'ISTIOD', 'VERSION', 'SUBSCRIBED TYPES'], ...rows], 5));
    return 0;
  },
};
