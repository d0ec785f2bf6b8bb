import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Kind } from '../src/sandbox/apiserver/kind.ts';
import { controllers } from '../src/sandbox/controllers/registry.ts';
import { servedKinds } from '../src/sandbox/seed/served-kinds.ts';
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
    'Every kind of a release of Kubernetes is there. Of those that nothing in the sandbox behaves by, new objects are refused by name. No CustomResourceDefinition can be added.',
    table(['Kind', 'API', 'Names for kubectl'], servedKinds().all.map(kindRow)),
    '## Controllers',
    `They bring objects to life, in the order and at the pace that \`--latency\` sets: ${list(controllers.map(({ name }) => name))}.`,
    '## Conformance of gateways',
    `These scenarios of the Gateway API's conformance suite 1.4 come out as it wants them, with class \`enterprise-agentgateway\`: each is run against the sandbox by its tests.`,
    table(['Scenario', 'Requests', 'Statuses'], conformance.scenarios.map(scenarioRow)),
    'These are not taken on:',
    table(
      ['Scenario', 'Why'],
      conformance.refused.map(({ names, why }) => [names.join(', '), `${why}.`]),
    ),
    '## Images',
    "A pod with another image doesn't start: it stays in `ImagePullBackOff`, and an event names the image. Registry and tag don't matter. The commands are those that work in the image; others that it has are refused by name, and those that it hasn't are not found, as on a cluster.",
    table(['Images', 'Commands that work'], imageRows()),
    '## Commands in pods',
    `${list(Object.keys(commands))}, where the image has them. Others are refused by name.`,
    `curl takes ${list(options.map(({ long }) => `--${long}`))}, and their letters.`,
    '## Tools of the session',
    `${list(tools.map(({ name }) => name))} is the sandbox's own. ${list(standIns.map(({ name }) => name))} stands in where the machine has none. Everything else, \`kubectl\` above all, is yours.`,
    `Of istioctl there are ${list(istioctlCommands.simulated)}. These are refused: ${list(istioctlCommands.refused)}.`,
  ]);
}

type Scenario = {
  readonly name: string;
  readonly requests?: readonly object[];
  readonly shares?: object;
  readonly listeners?: readonly object[];
  readonly routes?: readonly object[];
};

type Conformance = {
  readonly scenarios: readonly Scenario[];
  readonly refused: readonly { readonly names: readonly string[]; readonly why: string }[];
};

const conformance = parse(
  readFileSync(new URL('gateway-api-conformance.yaml', import.meta.url), 'utf8'),
) as Conformance;

function scenarioRow({
  name,
  requests = [],
  shares,
  listeners = [],
  routes = [],
}: Scenario): readonly string[] {
  return [
    name,
    shares ? 'by weight' : String(requests.length || ''),
    String(listeners.length + routes.length || ''),
  ];
}

function kindRow({ kind, group, versions, plural, shortNames }: Kind): readonly string[] {
  const [first, ...others] = versions;
  const apis = [code(group ? `${group}/${first}` : first), ...others.map(code)].join(', ');
  return [kind, apis, list([plural, ...shortNames])];
}

/** Images by the commands that work in them. */
function imageRows(): readonly (readonly string[])[] {
  const rows = new Map<string, string[]>();
  for (const { repositories, binaries } of workloads) {
    const working = list(binaries.filter((name) => Object.hasOwn(commands, name)).toSorted()) || 'none';
    const [name = ''] = repositories;
    rows.set(working, [...(rows.get(working) ?? []), name]);
  }
  return [...rows].map(([working, images]) => [list([...new Set(images)].toSorted()), working]);
}
