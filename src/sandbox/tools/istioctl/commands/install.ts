import { createInterface } from 'node:readline/promises';
import { isReady } from '../../../mesh/enrolment.ts';
import type { PodObject } from '../../../mesh/objects.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import { istioVersion } from '../../../versions.ts';
import type { World } from '../../../world.ts';
import { type Call, type Command, CommandError, notSimulated } from '../command.ts';

/** What the profile `ambient` consists of, and whether it is in a cluster and works. */
const components: readonly {
  readonly name: string;
  readonly icon: string;
  readonly isThere: (world: World) => boolean;
}[] = [
  {
    name: 'Istio core',
    icon: '⛵️',
    isThere: (world) => hasDefinition(world, 'authorizationpolicies.security.istio.io'),
  },
  { name: 'Istiod', icon: '🧠', isThere: (world) => runs(world, 'app', 'istiod') },
  { name: 'CNI', icon: '🪢', isThere: (world) => runs(world, 'k8s-app', 'istio-cni-node') },
  { name: 'Ztunnel', icon: '🔒', isThere: (world) => runs(world, 'app', 'ztunnel') },
];

const hasDefinition = ({ store }: World, name: string): boolean =>
  store.get({ resource: 'customresourcedefinitions.apiextensions.k8s.io', namespace: '', name }) !==
  undefined;

function runs({ store }: World, label: string, value: string): boolean {
  const pods = store.list<PodObject>(resources.pods, { where: (pod) => labelOf(pod, label) === value });
  return pods.length > 0 && pods.every(isReady);
}

/**
 * `istioctl install`: the sandbox's mesh is there from the start, in the profile `ambient`. So it installs nothing, and
 * says of each part that is there and ready what the real one says; what isn't, it can't bring back.
 * @see https://github.com/istio/istio/blob/1.29.3/operator/cmd/mesh/install.go
 */
export const install: Command = {
  names: ['install', 'apply'],
  about: 'Install Istio; here it is there already, in the profile ambient',
  passedOn: [
    { name: 'dry-run', type: 'bool', help: 'change nothing' },
    { name: 'filename', letter: 'f', type: 'stringArray', help: 'an IstioOperator', refused: true },
    { name: 'readiness-timeout', type: 'duration', default: '5m0s', help: 'how long to wait for each part' },
    { name: 'skip-confirmation', letter: 'y', type: 'bool', help: "don't ask" },
    { name: 'force', type: 'bool', help: 'go on in spite of errors' },
    { name: 'verify', type: 'bool', help: 'check the installation' },
    { name: 'set', letter: 's', type: 'stringArray', help: 'a setting, as profile=ambient' },
    { name: 'charts', type: 'string', help: 'folder of charts', refused: true },
    { name: 'manifests', letter: 'd', type: 'string', help: 'folder of charts', refused: true },
    { name: 'revision', letter: 'r', type: 'string', help: 'revision of the control plane', refused: true },
  ],
  check: ({ positionals }) =>
    positionals.length ? `accepts 0 arg(s), received ${positionals.length}` : undefined,
  async run(call) {
    const { flags, io } = call;
    refuseSettings(flags.given('set'));
    const world = call.world();
    const missing = components.filter(({ isThere }) => !isThere(world));
    const [first] = missing;
    if (first)
      throw new CommandError(
        `sandbox: installing ${first.name} again is not simulated: it is gone, or not ready`,
      );
    if (!flags.on('dry-run') && !flags.on('skip-confirmation') && !(await confirmed(call))) {
      io.stderr.write('Cancelled.\n');
      return 1;
    }
    for (const { name, icon } of components) io.stderr.write(`✔ ${name} installed ${icon}\n`);
    io.stderr.write('✔ Installation complete\n');
    io.stderr.write('The ambient profile has been installed successfully, enjoy Istio without sidecars!\n');
    io.stderr.write(`sandbox: Istio ${istioVersion} was there already; nothing has been changed\n`);
    return 0;
  },
};

/** The one profile that is there, and nothing that would make it another. @throws CommandError */
function refuseSettings(settings: readonly string[]): void {
  const wrong = settings.find((setting) => setting !== 'profile=ambient');
  if (wrong !== undefined) throw notSimulated(`istioctl install --set ${wrong}`);
  if (!settings.length) throw notSimulated('istioctl install without --set profile=ambient');
}

async function confirmed({ io }: Call): Promise<boolean> {
  io.stdout.write(
    `This will install the Istio ${istioVersion.replace(/-.*/, '')} profile "ambient" into the cluster. Proceed? (y/N) `,
  );
  const lines = createInterface({ input: io.stdin() });
  for await (const line of lines) {
    lines.close();
    return ['y', 'yes'].includes(line.trim().toLowerCase());
  }
  return false;
}
