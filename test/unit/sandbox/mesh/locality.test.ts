import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { createClock } from '../../../../src/sandbox/clock.ts';
import { preferredEndpoints } from '../../../../src/sandbox/mesh/endpoints.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import { serviceByHost } from '../../../../src/sandbox/mesh/registry.ts';
import { createWorlds } from '../../../../src/sandbox/worlds.ts';
import { parseManifest } from '../../../helpers/clusters.ts';

/** Nodes of two regions, as `name: region/zone/subzone`. */
const nodes = { here: 'eu/a/1', rack: 'eu/a/1', zone: 'eu/a/2', region: 'eu/b/1', far: 'us/a/1' } as const;

type Node = keyof typeof nodes;

/** A cluster with a server on each of some nodes, a Service of them, and a client on the node `here`. */
function openZones(servers: readonly Node[], service: string) {
  const [world] = createWorlds([{ cluster: 'east' }], createClock(0));
  if (!world) throw new Error('no world');
  const create = (resource: string, object: object): void =>
    void world.store.create(resource, object as KubeObject);
  for (const [name, place] of Object.entries(nodes)) {
    const [region, zone, subzone] = place.split('/');
    const labels = {
      'topology.kubernetes.io/region': region,
      'topology.kubernetes.io/zone': zone,
      'topology.istio.io/subzone': subzone,
    };
    create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
  }
  const pod = (name: string, nodeName: string, number: number): PodObject =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', uid: name, labels: { app: name === 'client' ? name : 'web' } },
      spec: { nodeName },
      status: {
        phase: 'Running',
        podIP: `10.0.0.${number}`,
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    }) as PodObject;
  for (const [index, node] of servers.entries()) create('pods', pod(node, node, index + 1));
  for (const object of parseManifest(service))
    create(object.kind === 'Service' ? 'services' : 'serviceentries.networking.istio.io', object);
  const client = { world, pod: pod('client', 'here', 99) };
  const host = object(service);
  const found = serviceByHost(world, host);
  if (!found) throw new Error(`no service ${host}`);
  const taken = preferredEndpoints(found, client).map((endpoint) =>
    endpoint.kind === 'pod'
      ? endpoint.pod.metadata.name
      : endpoint.kind === 'external'
        ? endpoint.address
        : '',
  );
  return taken.toSorted();
}

const object = (yaml: string): string =>
  yaml.includes('ServiceEntry') ? 'out.example' : 'web.default.svc.cluster.local';

const service = (spec: string, annotation = 'a: b'): string => `
{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: default, annotations: { ${annotation} } },
  spec: { selector: { app: web }, clusterIP: 10.96.0.9, ports: [{ port: 80 }], ${spec} } }`;

const all: readonly Node[] = ['here', 'rack', 'zone', 'region', 'far'];
const annotation = 'networking.istio.io/traffic-distribution';

test.each<[string, string, readonly Node[], readonly Node[]]>([
  ['no wish', service(''), all, all],
  ['PreferClose', service('trafficDistribution: PreferClose'), all, ['here', 'rack', 'zone']],
  [
    'PreferClose without any in the zone',
    service('trafficDistribution: PreferClose'),
    ['region', 'far'],
    ['region'],
  ],
  ['PreferClose without any in the region', service('trafficDistribution: PreferClose'), ['far'], ['far']],
  ['the annotation', service('', `${annotation}: PreferClose`), all, ['here', 'rack', 'zone']],
  [
    'the annotation in lower case',
    service('', `${annotation}: prefersamezone`),
    all,
    ['here', 'rack', 'zone'],
  ],
  ['the same node', service('', `${annotation}: PreferSameNode`), all, ['here']],
  [
    'the same node without any there',
    service('', `${annotation}: PreferSameNode`),
    ['rack', 'zone', 'far'],
    ['rack'],
  ],
  ['an annotation that is none', service('', `${annotation}: Near`), all, all],
  [
    'the field over the annotation',
    service('trafficDistribution: PreferClose', `${annotation}: PreferSameNode`),
    all,
    ['here', 'rack', 'zone'],
  ],
  ['the node alone', service('internalTrafficPolicy: Local'), all, ['here']],
  ['the node alone, where there is none', service('internalTrafficPolicy: Local'), ['rack', 'far'], []],
])('a Service with %s is served by what it wants', (_, yaml, servers, taken) => {
  expect(openZones(servers, yaml)).toEqual([...taken].toSorted());
});

test('endpoints of a ServiceEntry are where it says', () => {
  const entry = `
{ apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: { name: out, namespace: default, annotations: { ${annotation}: PreferClose } },
  spec: { hosts: [out.example], resolution: STATIC, ports: [{ number: 80, name: http }],
    endpoints: [{ address: 192.0.2.1, locality: eu/a }, { address: 192.0.2.2, locality: eu/b }, { address: 192.0.2.3 }] } }`;
  expect(openZones([], entry)).toEqual(['192.0.2.1']);
});
