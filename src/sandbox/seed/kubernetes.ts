import type { KubeObject } from '../apiserver/store/object.ts';
import { timestamp } from '../apiserver/store/store.ts';
import { localPath } from '../kubernetes/persistent-volume-claim/provision.ts';
import { images } from '../mesh/images.ts';
import { kubernetesVersion } from '../versions.ts';
import type { World } from '../world.ts';
import { daemonSet, deployment, namespace, service } from './builders.ts';

const system = 'kube-system';

/** A kind cluster of two nodes, with MetalLB. */
export const kubernetes = (world: World): readonly KubeObject[] => [
  ...['default', system, 'kube-public', 'kube-node-lease', 'metallb-system'].map((name) => namespace(name)),
  node(world, 'control-plane', 0),
  node(world, 'worker', 1),
  ...apiService(world),
  standardClass,
  ...dns(),
  ...staticPods(world),
  daemonSet({
    namespace: system,
    name: 'kube-proxy',
    container: 'kube-proxy',
    image: images.kubeProxy,
    labels: { 'k8s-app': 'kube-proxy' },
    network: 'node',
  }),
  deployment({
    namespace: 'metallb-system',
    name: 'controller',
    container: 'controller',
    image: images.metallbController,
    labels: { app: 'metallb', component: 'controller' },
  }),
];

/** Address of a node on the network that all the kind clusters of a machine share. */
const nodeAddress = ({ index }: World, position: number): string => `172.18.0.${2 + 2 * index + position}`;

function node(world: World, role: 'control-plane' | 'worker', position: number): KubeObject {
  const name = `${world.cluster}-${role}`;
  const isControlPlane = role === 'control-plane';
  const podCIDR = `10.244.${position}.0/24`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(isControlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
      },
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      providerID: `kind://docker/${world.cluster}/${name}`,
      ...(isControlPlane
        ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
        : {}),
    },
    status: nodeStatus(world, name, position),
  };
}

/** What the kubelet of a node says that has room for more. */
const nodeConditions = [
  {
    message: 'kubelet has sufficient memory available',
    reason: 'KubeletHasSufficientMemory',
    status: 'False',
    type: 'MemoryPressure',
  },
  {
    message: 'kubelet has no disk pressure',
    reason: 'KubeletHasNoDiskPressure',
    status: 'False',
    type: 'DiskPressure',
  },
  {
    message: 'kubelet has sufficient PID available',
    reason: 'KubeletHasSufficientPID',
    status: 'False',
    type: 'PIDPressure',
  },
  { message: 'kubelet is posting ready status', reason: 'KubeletReady', status: 'True', type: 'Ready' },
];

function nodeStatus(world: World, name: string, position: number): object {
  const resources = { cpu: '4', memory: '8Gi', pods: '110' };
  const now = timestamp(world.clock.now());
  return {
    addresses: [
      { type: 'InternalIP', address: nodeAddress(world, position) },
      { type: 'Hostname', address: name },
    ],
    allocatable: resources,
    capacity: resources,
    conditions: nodeConditions.map((condition) => ({
      lastHeartbeatTime: now,
      lastTransitionTime: now,
      ...condition,
    })),
    nodeInfo: {
      architecture: 'amd64',
      containerRuntimeVersion: 'containerd://2.1.3',
      kernelVersion: '6.8.0-generic',
      kubeletVersion: kubernetesVersion,
      operatingSystem: 'linux',
      osImage: 'Debian GNU/Linux 12 (bookworm)',
    },
  };
}

/** Folders of nodes, made when the first pod needs one. */
const standardClass: KubeObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: localPath,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** The API server's own Service has no pods to select; its endpoint is the node. */
function apiService(world: World): readonly KubeObject[] {
  const name = 'kubernetes';
  const address = nodeAddress(world, 0);
  return [
    service({
      namespace: 'default',
      name,
      labels: { component: 'apiserver', provider: name },
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, targetPort: 6443 }],
    }),
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace: 'default', labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    },
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace: 'default' },
      subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
    },
  ];
}

const dns = (): readonly KubeObject[] => [
  deployment({
    namespace: system,
    name: 'coredns',
    container: 'coredns',
    image: images.coredns,
    labels: { 'k8s-app': 'kube-dns' },
    replicas: 2,
    nodes: 'all',
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
    ],
  }),
  service({
    namespace: system,
    name: 'kube-dns',
    labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' },
    selector: { 'k8s-app': 'kube-dns' },
    clusterIP: '10.96.0.10',
    ports: [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53 },
      { name: 'metrics', port: 9153 },
    ],
  }),
];

const staticImages = {
  etcd: images.etcd,
  'kube-apiserver': images.apiserver,
  'kube-controller-manager': images.controllerManager,
  'kube-scheduler': images.kubeScheduler,
} as const;

/** The kubelet of the control plane's node runs these by itself. */
const nodeCritical = {
  priority: 2_000_001_000,
  priorityClassName: 'system-node-critical',
  preemptionPolicy: 'PreemptLowerPriority',
} as const;

function staticPods(world: World): readonly KubeObject[] {
  const nodeName = `${world.cluster}-control-plane`;
  return Object.entries(staticImages).map(([component, image]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-${nodeName}`,
      namespace: system,
      labels: { component, tier: 'control-plane' },
      annotations: { 'kubernetes.io/config.source': 'file' },
    },
    spec: { ...nodeCritical, nodeName, hostNetwork: true, containers: [{ name: component, image }] },
  }));
}
