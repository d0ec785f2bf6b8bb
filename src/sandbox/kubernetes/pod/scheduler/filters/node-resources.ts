import { fieldsAt, listAt, numberAt, textAt } from '../../../../apiserver/fields.ts';
import type { PodObject } from '../../../../mesh/objects.ts';
import { amountOf } from '../../../resources/amount.ts';
import { podResources } from '../../../resources/pod-resources.ts';
import { type ResourceList, resourceList, sum } from '../../../resources/resource-list.ts';
import { crowded, type Filter } from '../filter.ts';
import type { NodeInfo } from '../snapshot.ts';

const none: ResourceList = new Map();

/** What a node has for pods. */
export const allocatable = ({ node }: NodeInfo): ResourceList =>
  resourceList(fieldsAt(node, 'status.allocatable'));

/** What the pods of a node ask for together. */
export const requested = ({ pods }: NodeInfo): ResourceList =>
  pods.map((pod) => podRequests(pod)).reduce(sum, none);

/** What a pod asks for, with what its runtime takes. */
const podRequests = (pod: PodObject): ResourceList =>
  sum(podResources(pod, 'requests'), resourceList(fieldsAt(pod, 'spec.overhead')));

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export const nodeResources: Filter = {
  name: 'NodeResourcesFit',
  check(pod, node) {
    const room = allocatable(node);
    const used = requested(node);
    const most = room.get('pods')?.nanos ?? 0n;
    const tooMany = amountOf(String(node.pods.length + 1)).nanos > most ? crowded('Too many pods') : [];
    const short = [...podRequests(pod)].filter(([name, { nanos }]) => {
      const left = (room.get(name)?.nanos ?? 0n) - (used.get(name)?.nanos ?? 0n);
      return nanos > 0n && nanos > left;
    });
    return [...tooMany, ...short.flatMap(([name]) => crowded(`Insufficient ${name}`))];
  },
};

/** Ports of the node that a pod takes: `TCP 8080`. */
const hostPorts = (pod: PodObject): readonly string[] =>
  listAt(pod, 'spec.containers')
    .flatMap((container) => listAt(container, 'ports'))
    .flatMap((port) => {
      const number = numberAt(port, 'hostPort');
      return number ? [`${textAt(port, 'protocol') || 'TCP'} ${number}`] : [];
    });

export const nodePorts: Filter = {
  name: 'NodePorts',
  check(pod, { pods }) {
    const wanted = hostPorts(pod);
    if (!wanted.length) return [];
    const taken = new Set(pods.flatMap(hostPorts));
    return wanted.some((port) => taken.has(port))
      ? crowded("node(s) didn't have free ports for the requested pod ports")
      : [];
  },
};
