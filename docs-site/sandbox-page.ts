import { controllers } from '../src/sandbox/controllers/registry.ts';
import type { Kind } from '../src/sandbox/kinds/kind.ts';
import { kindRegistry } from '../src/sandbox/kinds/registry.ts';
import { istioctlCommands } from '../src/sandbox/tools/istioctl/istioctl.ts';
import { standIns, tools } from '../src/sandbox/tools/registry.ts';
import { istioVersion, kubernetesVersion, servedVersion } from '../src/sandbox/versions.ts';
import { options } from '../src/sandbox/workloads/commands/curl/option-table.ts';
import { commands } from '../src/sandbox/workloads/commands/registry.ts';
import { workloads } from '../src/sandbox/workloads/registry.ts';
import { code, pageOf, type ReferencePage, table } from '../src/site/reference/markdown.ts';

const list = (names: readonly string[]): string => names.map(code).join(', ');

/** What the sandbox simulates, from its own registries: what isn't here, it refuses or doesn't have. */
export function sandboxPage(): ReferencePage {
  const head = {
    title: 'What is simulated',
    description: 'The kinds, controllers, images, commands and tools of the sandbox.',
  };
  return pageOf('reference/sandbox', head, [
    `This list comes from the sandbox itself. [The guide](../guide/sandbox.md) says how it works and where its limits are.
The API servers behave like Kubernetes ${kubernetesVersion} and call themselves ${code(servedVersion)}; the mesh is
Solo's Istio ${code(istioVersion)} in ambient mode, with agentgateway as ingress and waypoint.`,
    '## Kinds',
    "Other kinds are not there: `error: the server doesn't have a resource type`. No CustomResourceDefinition can be added.",
    table(
      ['Kind', 'Group and version', 'Short names', 'In a namespace', 'Subresources'],
      kindRegistry.all.map(kindRow),
    ),
    '## Controllers',
    'They bring objects to life, in the order and at the pace that `--latency` sets.',
    table(
      ['Controller', 'Watches'],
      controllers.map(({ name, watches }) => [
        code(name),
        watches.includes('*') ? 'everything' : list(watches),
      ]),
    ),
    '## Images',
    "A pod with another image is started by nobody: it stays `ErrImagePull` with an event that names the image. The registry and the tag of an image don't matter.",
    table(
      ['Image', 'Commands in it'],
      workloads.map(({ repositories, binaries }) => [list(repositories.slice(0, 2)), list(binaries)]),
    ),
    '## Commands in pods',
    `${list(Object.keys(commands))}, where the image has them. Others are refused by name.`,
    `curl takes ${list(options.map(({ long }) => `--${long}`))}, and their letters.`,
    '## Tools of the session',
    `${list(tools.map(({ name }) => name))} is the sandbox's own. ${list(standIns.map(({ name }) => name))} stands in where the machine has none. Everything else, \`kubectl\` above all, is yours.`,
    `Of istioctl there are ${list(istioctlCommands.simulated)}. These are refused: ${list(istioctlCommands.refused)}.`,
  ]);
}

function kindRow({ kind, group, versions, shortNames, namespaced, subresources }: Kind): readonly string[] {
  const apis = versions.map((version) => code(group ? `${group}/${version}` : version)).join(', ');
  return [kind, apis, list(shortNames), namespaced ? 'yes' : 'no', list(subresources)];
}
