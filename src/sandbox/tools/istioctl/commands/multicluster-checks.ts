import { isReady } from '../../../mesh/enrolment.ts';
import { globalServices } from '../../../mesh/global.ts';
import { hasMulticlusterLicence } from '../../../mesh/licence.ts';
import {
  clusterNetwork,
  eastWestGateways,
  peerBehind,
  podsOfGateway,
  remoteGateways,
} from '../../../mesh/network.ts';
import type { GatewayObject, PodObject } from '../../../mesh/objects.ts';
import { labelOf, resources, rootNamespace } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';

export type CheckResult = {
  readonly name: string;
  /** `noted` is worth a warning but no issue. */
  readonly outcome: 'passed' | 'noted' | 'failed';
  readonly said: string;
  /** More lines; without `always` only for `--verbose`. */
  readonly details: readonly { readonly text: string; readonly always?: boolean }[];
};

/** Variables of istiod with which peering doesn't work, and the values that it needs. */
const neededEnvironment: Readonly<Record<string, string>> = {
  PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES: 'false',
};

/** Every check of one cluster, in the order of their lines. */
export const clusterChecks = (
  world: World,
  { several }: { readonly several: boolean },
): readonly CheckResult[] => [
  environmentCheck(world),
  licenceCheck(world),
  podCheck('istiod', labelled(world, 'istiod')),
  podCheck('ztunnel', labelled(world, 'ztunnel')),
  podCheck(
    'eastwest gateway',
    eastWestGateways(world).flatMap((gateway) => podsOfGateway(world, gateway)),
  ),
  gatewayCheck(world),
  peersCheck(world),
  sharedServicesCheck(world),
  staleWorkloadsCheck(several),
];

const passed = (name: string, said: string, details: CheckResult['details'] = []): CheckResult => ({
  name,
  outcome: 'passed',
  said,
  details,
});

const failed = (name: string, said: string, details: CheckResult['details'] = []): CheckResult => ({
  name,
  outcome: 'failed',
  said,
  details,
});

function environmentCheck(world: World): CheckResult {
  const name = 'Incompatible Environment Variable Check';
  const env = labelled(world, 'istiod').flatMap(({ spec }) => spec?.containers?.[0]?.env ?? []);
  const wrong = env.filter((entry) => (neededEnvironment[entry.name] ?? entry.value) !== entry.value);
  if (!wrong.length) return passed(name, 'all relevant environment variables are valid');
  const details = wrong.map((entry) => ({ text: `${entry.name}=${entry.value}` }));
  return failed(name, 'found incompatible environment variable(s)', details);
}

const licenceCheck = (world: World): CheckResult =>
  hasMulticlusterLicence(world)
    ? passed('License Check', 'license is valid for multicluster')
    : failed('License Check', 'found invalid license for multicluster');

const labelled = (world: World, app: string): readonly PodObject[] =>
  world.store.list<PodObject>(resources.pods, {
    namespace: rootNamespace,
    where: (pod) => labelOf(pod, 'app') === app,
  });

function podCheck(what: string, pods: readonly PodObject[]): CheckResult {
  const name = `Pod Check (${what})`;
  if (!pods.length) return failed(name, 'no pods found');
  const details = pods.map((pod) => ({
    text: `${pod.metadata.namespace}/${pod.metadata.name} ${isReady(pod) ? 'Ready' : 'NotReady'}`,
  }));
  return pods.every(isReady)
    ? passed(name, 'all pods healthy', details)
    : failed(name, 'found unhealthy pods', details);
}

function gatewayCheck(world: World): CheckResult {
  const name = 'Gateway Check';
  const gateways = eastWestGateways(world);
  if (!gateways.length) return failed(name, 'no configured eastwest gateways');
  const details = gateways.map((gateway) => ({
    text: `${gateway.metadata.namespace}/${gateway.metadata.name} ${addressOf(gateway)}`,
  }));
  return gateways.every(isProgrammed)
    ? passed(name, 'all eastwest gateways programmed', details)
    : failed(name, 'found unprogrammed eastwest gateway(s)', details);
}

const isProgrammed = ({ status }: GatewayObject): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Programmed' && value === 'True');

const addressOf = ({ status, spec }: GatewayObject): string =>
  (status?.addresses ?? spec?.addresses ?? []).map(({ value }) => value).join(',');

function peersCheck(world: World): CheckResult {
  const name = 'Peers Check';
  const remotes = remoteGateways(world);
  if (!remotes.length) return failed(name, 'no configured peers');
  const peers = remotes.map((remote) => ({ remote, peer: peerBehind(world, remote) }));
  const details = peers.map(({ remote, peer }) => {
    const where = labelOf(remote, 'topology.istio.io/network') ?? remote.metadata.name;
    const said = peer ? `Connected to ${clusterNetwork(peer)}` : `Disconnected from ${where}`;
    return { text: `${said} (address: ${addressOf(remote)})`, always: true };
  });
  return peers.every(({ peer }) => peer)
    ? passed(name, 'all clusters connected', details)
    : failed(name, 'found disconnected cluster(s)', details);
}

/** Services that are shared, each counted once however many clusters share it. */
function sharedServicesCheck(world: World): CheckResult {
  const name = 'Shared Services Check';
  const shared = globalServices(world);
  if (!shared.length)
    return { name, outcome: 'noted', said: 'no globally shared services found', details: [] };
  const details = shared.map(({ hostname, clusters }) => ({ text: `${hostname} (${clusters.join(', ')})` }));
  return passed(name, `${shared.length} globally shared service(s)`, details);
}

const staleWorkloadsCheck = (several: boolean): CheckResult => {
  const name = 'Stale Workloads Check';
  if (several) return passed(name, 'no stale workloads found');
  return { name, outcome: 'noted', said: 'skipped (requires contexts for multiple clusters)', details: [] };
};
