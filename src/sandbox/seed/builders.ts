import type { KubeObject } from '../apiserver/store/object.ts';
import type { ContainerPort } from '../mesh/container-objects.ts';

type Labels = Readonly<Record<string, string>>;

export const namespace = (name: string, labels: Labels = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

export const serviceAccount = (namespace: string, name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});

/** A program of the platform. `network` puts its pods on the node's own network, `nodes` on every node. */
type Program = {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
  readonly image: string;
  readonly labels: Labels;
  readonly podLabels?: Labels;
  readonly replicas?: number;
  readonly account?: string;
  readonly ports?: readonly ContainerPort[];
  readonly env?: Readonly<Record<string, string>>;
  readonly network?: 'node';
  readonly nodes?: 'all';
};

const tolerations = [{ operator: 'Exists' }] as const;

function template(program: Program): object {
  const { container, image, ports = [], env = {}, account = 'default' } = program;
  return {
    metadata: { labels: { ...program.labels, ...program.podLabels } },
    spec: {
      serviceAccountName: account,
      ...(program.network ? { hostNetwork: true } : {}),
      ...(program.nodes ? { tolerations } : {}),
      containers: [
        {
          name: container,
          image,
          ...(ports.length ? { ports: ports.map((port) => ({ protocol: 'TCP', ...port })) } : {}),
          ...(Object.keys(env).length
            ? { env: Object.entries(env).map(([name, value]) => ({ name, value })) }
            : {}),
        },
      ],
    },
  };
}

export const deployment = (program: Program): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: program.name, namespace: program.namespace, labels: program.labels },
  spec: {
    replicas: program.replicas ?? 1,
    selector: { matchLabels: program.labels },
    template: template(program),
  },
});

export const daemonSet = (program: Program): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: program.name, namespace: program.namespace, labels: program.labels },
  spec: { selector: { matchLabels: program.labels }, template: template({ ...program, nodes: 'all' }) },
});

type Port = {
  readonly name: string;
  readonly port: number;
  readonly targetPort?: number;
  readonly protocol?: string;
};

type ServiceSeed = {
  readonly namespace: string;
  readonly name: string;
  readonly labels?: Labels;
  readonly selector?: Labels;
  readonly clusterIP?: string;
  readonly ports: readonly Port[];
};

export const service = ({
  namespace,
  name,
  labels,
  selector,
  clusterIP,
  ports,
}: ServiceSeed): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace, ...(labels ? { labels } : {}) },
  spec: {
    type: 'ClusterIP',
    ...(clusterIP ? { clusterIP, clusterIPs: [clusterIP] } : {}),
    ...(selector ? { selector } : {}),
    ports: ports.map((port) => ({ protocol: 'TCP', ...port, targetPort: port.targetPort ?? port.port })),
  },
});
