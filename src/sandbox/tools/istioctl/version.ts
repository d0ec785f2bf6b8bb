import type { PodObject } from '../../mesh/objects.ts';
import { labelOf, resources, rootNamespace } from '../../mesh/resources.ts';
import { istioVersion } from '../../versions.ts';
import { parseImageName } from '../../workloads/images/reference.ts';
import type { World } from '../../world.ts';
import { formatted, outputFlag } from './output-format.ts';
import { meshProxies } from './proxies.ts';
import type { Verb } from './verb.ts';

/** `istioctl version`: its own, the control plane's and the proxies'. */
export const version: Verb = {
  names: ['version'],
  flags: [outputFlag, { name: 'remote', takes: 'nothing' }, { name: 'short', letter: 's', takes: 'nothing' }],
  run({ flags, io, world }) {
    if (flags.values.get('remote') === 'false') {
      io.stdout.write(
        formatted(
          flags,
          () => `client version: ${istioVersion}\n`,
          () => ({ clientVersion: info(istioVersion) }),
        ),
      );
      return 0;
    }
    const seen = look(world());
    io.stdout.write(
      formatted(
        flags,
        () => summary(seen),
        () => data(seen),
      ),
    );
    return 0;
  },
};

type Seen = {
  readonly control: readonly string[];
  readonly proxies: readonly { readonly id: string; readonly version: string }[];
};

function look(world: World): Seen {
  const istiods = world.store.list<PodObject>(resources.pods, {
    namespace: rootNamespace,
    where: (pod) => labelOf(pod, 'app') === 'istiod',
  });
  const proxies = meshProxies(world).map((pod) => ({
    id: `${pod.metadata.name}.${pod.metadata.namespace}`,
    version: versionOf(pod),
  }));
  return { control: istiods.map(versionOf), proxies };
}

export const versionOf = ({ spec }: PodObject): string =>
  parseImageName(spec?.containers?.[0]?.image ?? '').tag;

function summary({ control, proxies }: Seen): string {
  const counts = new Map<string, number>();
  for (const proxy of proxies) counts.set(proxy.version, (counts.get(proxy.version) ?? 0) + 1);
  const planes = [...counts].map(
    ([name, count]) => `${name} (${count} ${count === 1 ? 'proxy' : 'proxies'})`,
  );
  const lines = [`client version: ${istioVersion}`];
  if (control.length) lines.push(`control plane version: ${[...new Set(control)].join(', ')}`);
  lines.push(`data plane version: ${planes.join(', ') || 'none'}`);
  return `${lines.join('\n')}\n`;
}

const data = ({ control, proxies }: Seen): object => ({
  clientVersion: info(istioVersion),
  meshVersion: control.map((name) => ({ Component: 'pilot', Info: info(name) })),
  dataPlaneVersion: proxies.map(({ id, version: name }) => ({ ID: id, IstioVersion: name })),
});

const info = (name: string): object => ({ version: name, status: 'Clean', tag: name });
