import type { PodObject } from '../../../mesh/objects.ts';
import { labelOf, resources } from '../../../mesh/resources.ts';
import type { World } from '../../../world.ts';
import { type Call, CommandError, type FlagSpec } from '../command.ts';
import type { Flags } from '../flags.ts';
import { outputFlag } from '../output/write.ts';
import { podOf, podsOf } from '../pod-of.ts';
import { policyData } from './policy-data.ts';
import { readDump } from './read-dump.ts';
import { serviceData } from './service-data.ts';
import type { ZtunnelDump } from './structs.ts';
import { workloadData } from './workload-data.ts';

/** Flags by which a `ztunnel-config` command chooses the ztunnel that it asks, and how it prints. */
export const sourceFlags: readonly FlagSpec[] = [
  { name: 'proxy-admin-port', type: 'int', default: '15000', help: "port of ztunnel's admin interface" },
  outputFlag,
  { name: 'node', type: 'string', help: 'the ztunnel of this node' },
  { name: 'file', letter: 'f', type: 'string', help: 'read a configuration dump (JSON) instead' },
];

/** Only one of them can say where the configuration comes from. */
export const oneSource = ({ positionals, text }: Flags): string | undefined =>
  [text('file'), positionals.length === 1 ? 'pod' : '', text('node')].filter(Boolean).length > 1
    ? 'at most one of --file, --node, or pod name must be passed'
    : undefined;

/**
 * The configuration of the ztunnel that is asked: of the named pod, the one on a node, or any, since all know the same.
 * `own` is for what each ztunnel has of its own, which asks for one of them.
 * @throws CommandError
 */
export async function dumpOf(call: Call, own = false): Promise<ZtunnelDump> {
  const file = call.flags.text('file');
  if (file) return readDump(file, call.io);
  const world = call.world();
  const { name, namespace } = chosen(world, call, own);
  if (!isZtunnel(world, namespace, name))
    throw new CommandError(`workloads command is only supported by Ztunnel proxies: ${name}`);
  return {
    workloads: workloadData(world),
    services: serviceData(world),
    policies: policyData(world),
  };
}

/** The pods of a command about ztunnels: the named one, else all. @throws CommandError */
export function ztunnelPods(call: Call): readonly { readonly name: string; readonly namespace: string }[] {
  const world = call.world();
  const system = call.flags.text('istioNamespace');
  const [target] = call.flags.positionals;
  if (target === undefined) return podsOf(world, 'daemonset/ztunnel', system);
  const pod = podOf(world, target, call.flags.text('namespace') || system);
  if (!isZtunnel(world, pod.namespace, pod.name))
    throw new CommandError(`workloads command is only supported by Ztunnel proxies: ${pod.name}`);
  return [pod];
}

function chosen(
  world: World,
  { flags }: Call,
  own: boolean,
): { readonly name: string; readonly namespace: string } {
  const system = flags.text('istioNamespace');
  const [target] = flags.positionals;
  if (flags.text('node')) return onNode(world, flags.text('node'), system);
  const namespace = flags.text('namespace') || system;
  if (target !== undefined) return podOf(world, target, namespace);
  if (!own) return podOf(world, 'daemonset/ztunnel', namespace);
  const [only, ...others] = podsOf(world, 'daemonset/ztunnel', namespace);
  if (!only || others.length) throw new CommandError('ztunnel pod name or --node must be set');
  return only;
}

function onNode(world: World, node: string, namespace: string) {
  const pods = podsOf(world, 'daemonset/ztunnel', namespace, `daemonsets.apps "ztunnel" not found`);
  const found = pods.find(({ name }) => podNamed(world, namespace, name)?.spec?.nodeName === node);
  if (!found) throw new CommandError('no pods found');
  return found;
}

const podNamed = (world: World, namespace: string, name: string): PodObject | undefined =>
  world.store.get<PodObject>({ resource: resources.pods, namespace, name });

const isZtunnel = (world: World, namespace: string, name: string): boolean => {
  const pod = podNamed(world, namespace, name);
  return pod !== undefined && labelOf(pod, 'app') === 'ztunnel';
};
