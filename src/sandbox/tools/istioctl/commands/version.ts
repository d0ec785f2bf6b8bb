import { isReady } from '../../../mesh/enrolment.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import { istioVersion } from '../../../versions.ts';
import { parseImageName } from '../../../workloads/images/reference.ts';
import type { World } from '../../../world.ts';
import { type Call, type Command, CommandError } from '../command.ts';
import { goValue, listOf, type Shape, struct, text } from '../output/shape.ts';
import { jsonText, yamlText } from '../output/write.ts';
import { meshProxies, typeOf } from './proxies.ts';
import { revisionFlag } from './revision-flag.ts';

/** What a program says of how it was built; of ours there is nothing to say but its version. */
type Build = {
  readonly version: string;
  readonly revision: string;
  readonly golang_version: string;
  readonly status: string;
  readonly tag: string;
};

type Control = { readonly Component: string; readonly Revision: string; readonly Info: Build };
type Proxy = { readonly ID: string; readonly IstioVersion: string; readonly Type: string };
type Seen = { readonly control?: readonly Control[]; readonly proxies?: readonly Proxy[] };

/** `istioctl version`: its own, the control plane's and the proxies'. */
export const version: Command = {
  names: ['version'],
  about: 'Print the versions of istioctl, the control plane and the proxies',
  flags: [
    { name: 'output', letter: 'o', type: 'string', help: "'yaml' or 'json'" },
    { name: 'remote', type: 'bool', default: 'true', help: '--remote=false leaves the cluster alone' },
    { name: 'short', letter: 's', type: 'bool', default: 'true', help: '--short=false prints all of it' },
    revisionFlag,
  ],
  run(call) {
    const { flags, io } = call;
    const format = flags.text('output');
    if (!['', 'json', 'yaml'].includes(format)) throw new CommandError("--output must be 'yaml' or 'json'");
    const seen = flags.on('remote') ? look(call) : {};
    if (!format) {
      io.stdout.write(flags.on('short') ? summary(seen) : full(seen));
      return 0;
    }
    const value = goValue(shape, {
      clientVersion: build(istioVersion),
      meshVersion: seen.control,
      dataPlaneVersion: seen.proxies,
    });
    io.stdout.write(format === 'json' ? `${jsonText(value, 2)}\n` : `${yamlText(value)}\n`);
    return 0;
  },
};

const strings = (...names: readonly string[]) => names.map((name) => ({ name, shape: text }));

const buildShape = struct(...strings('version', 'revision', 'golang_version', 'status', 'tag'));

/** @see https://github.com/istio/istio/blob/1.29.3/pkg/version/version.go */
const shape: Shape = struct(
  { name: 'clientVersion', shape: buildShape, omitEmpty: true, pointer: true },
  {
    name: 'meshVersion',
    shape: listOf(struct(...strings('Component', 'Revision'), { name: 'Info', shape: buildShape })),
    omitEmpty: true,
    pointer: true,
  },
  {
    name: 'dataPlaneVersion',
    shape: listOf(struct(...strings('ID', 'IstioVersion', 'Type'))),
    omitEmpty: true,
    pointer: true,
  },
);

const build = (name: string): Build => ({
  version: name,
  revision: 'unknown',
  golang_version: 'unknown',
  status: 'Clean',
  tag: name,
});

function look({ flags, io, world: worldOf }: Call): Seen {
  const world = worldOf();
  const namespace = flags.text('istioNamespace');
  const istiods = istiodPods(world, namespace, flags.text('revision'));
  if (!istiods.length) {
    io.stderr.write(
      `Istio is not present in the cluster: no running Istio pods in namespace ${JSON.stringify(namespace)}\n`,
    );
    return {};
  }
  return {
    control: istiods.map((pod) => ({
      Component: labelOf(pod, 'istio') ?? '',
      Revision: labelOf(pod, 'istio.io/rev') ?? '',
      Info: build(versionOf(pod)),
    })),
    proxies: meshProxies(world).map((pod) => ({
      ID: `${pod.metadata.name}.${pod.metadata.namespace}`,
      IstioVersion: versionOf(pod),
      Type: typeOf(pod),
    })),
  };
}

/** Ready pods of the control plane; of one revision, if it is named. */
export const istiodPods = (world: World, namespace: string, revision = ''): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    namespace,
    where: (pod) =>
      labelOf(pod, 'app') === 'istiod' &&
      (!revision || labelOf(pod, 'istio.io/rev') === revision) &&
      isReady(pod as PodObject),
  });

export const versionOf = ({ spec }: PodObject): string =>
  parseImageName(spec?.containers?.[0]?.image ?? '').tag;

function summary({ control, proxies }: Seen): string {
  const versions = (control ?? []).map(({ Component, Info }) => [Component, Info.version] as const);
  const same = new Set(versions.map(([, name]) => name)).size === 1;
  const planes = same ? [['control plane', versions[0]?.[1]] as const] : versions;
  const lines = [
    `client version: ${istioVersion}`,
    ...planes.map(([component, name]) => `${component} version: ${name}`),
    ...(proxies ? [`data plane version: ${counted(proxies)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function counted(proxies: readonly Proxy[]): string {
  const counts = new Map<string, number>();
  for (const proxy of proxies) counts.set(proxy.IstioVersion, (counts.get(proxy.IstioVersion) ?? 0) + 1);
  const parts = [...counts].sort().map(([name, count]) => `${name} (${count} proxies)`);
  return parts.join(', ') || 'none';
}

function full({ control = [], proxies = [] }: Seen): string {
  const lines = [
    `client version: ${literal(build(istioVersion))}`,
    ...control.map(({ Component, Info }) => `${Component} version: ${literal(Info)}`),
    ...proxies.map(
      ({ ID, IstioVersion, Type }) =>
        `data plane version: version.ProxyInfo{ID:"${ID}", IstioVersion:"${IstioVersion}", Type:"${Type}"}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** As Go prints a struct. */
const literal = ({ version: name, revision, golang_version, status, tag }: Build): string =>
  `version.BuildInfo{Version:"${name}", GitRevision:"${revision}", GolangVersion:"${golang_version}", BuildStatus:"${status}", GitTag:"${tag}"}`;
