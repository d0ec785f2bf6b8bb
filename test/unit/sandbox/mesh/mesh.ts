import { controllers } from '../../../../src/sandbox/controllers/registry.ts';
import { followChanges } from '../../../../src/sandbox/controllers/settle.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, parseManifest, seedClusters, setLabels, setReplicas } from '../../../helpers/clusters.ts';

export type Mesh = {
  readonly east: World;
  readonly west: World;
  /** Applies manifests to a cluster and lets both come to rest. */
  readonly apply: (world: World, text: string) => void;
  readonly label: (world: World, path: string, labels: Readonly<Record<string, string | undefined>>) => void;
  readonly scale: (world: World, app: string, replicas: number) => void;
  readonly pod: (world: World, app: string) => PodObject;
};

/** Two seeded clusters with a namespace `web` in the mesh, where a Deployment and a Service `shop` run. */
export function shopMesh(): Mesh {
  const { east, west, seeded } = seedClusters();
  const changes = seeded.map(({ world, later }) => followChanges(world, controllers, later));
  const rest = (): void => {
    for (const { settle } of [...changes, ...changes]) settle();
  };
  const mesh: Mesh = {
    east,
    west,
    apply(world, text) {
      for (const object of parseManifest(text)) apply(world, object);
      rest();
    },
    label(world, path, labels) {
      const [resource = '', namespace = '', name = ''] = path.split('/');
      setLabels(world, { resource, namespace, name }, labels);
      rest();
    },
    scale(world, app, replicas) {
      setReplicas(world, 'web', app, replicas);
      rest();
    },
    pod: (world, app) => {
      const where = ({ metadata }: { metadata: PodObject['metadata'] }) => metadata.labels?.app === app;
      const [found] = world.store.list<PodObject>('pods', { namespace: 'web', where });
      if (!found) throw new Error(`no pod of ${app}`);
      return found;
    },
  };
  for (const world of [east, west]) mesh.apply(world, `${namespace}\n---\n${app('shop')}`);
  return mesh;
}

const namespace = `
apiVersion: v1
kind: Namespace
metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}`;

/** A Deployment and a Service of one name. */
export const app = (name: string): string => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: ${name}, namespace: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      serviceAccountName: ${name}
      containers:
      - {name: ${name}, image: "curlimages/curl:8.5.0", command: [sleep, infinity], ports: [{name: web, containerPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: web}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: 80, targetPort: web}]`;

/** A waypoint of the enterprise class. */
export const waypoint = (name: string, more = ''): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: web}
spec:
  gatewayClassName: enterprise-agentgateway-waypoint
  listeners: [{name: proxy, port: 15008, protocol: HBONE}]
${more}`;
