import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { servedKinds } from '../../../../src/sandbox/seed/served-kinds.ts';

const kinds = servedKinds();

const now = new Date('2026-01-01T01:00:00Z');
const metadata = { name: 'web', namespace: 'shop', creationTimestamp: '2026-01-01T00:00:00Z' };

/** The header and row as `-o wide` shows them; narrow columns come first in `narrow`. */
function row(resource: string, object: Record<string, unknown>): { narrow: string; wide: string } {
  const kind = kinds.byResource(resource);
  if (!kind) throw new Error(`${resource} is not served`);
  const full = { apiVersion: 'v1', kind: kind.kind, metadata, ...object } as KubeObject;
  const show = (columns: typeof kind.columns) =>
    columns.map(({ name, cell }) => `${name.toUpperCase()}=${cell(full, now) ?? ''}`).join(' | ');
  return { narrow: show(kind.columns.filter(({ wide }) => !wide)), wide: show(kind.columns) };
}

const container = { name: 'web', image: 'nginx' };
const running = { name: 'web', ready: true, restartCount: 0, state: { running: {} } };
const waiting = (reason: string) => ({ ...running, ready: false, state: { waiting: { reason } } });
const ended = (fields: object) => ({ ...running, ready: false, state: { terminated: fields } });
const ready = [{ type: 'Ready', status: 'True' }];

/** `status` of the pod, and what READY, STATUS and RESTARTS say. */
const pods: readonly [string, Record<string, unknown>, string][] = [
  ['of which nothing is known yet', { phase: 'Pending' }, '0/1 | Pending | 0'],
  [
    'whose image is pulled',
    { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] },
    '0/1 | ContainerCreating | 0',
  ],
  [
    'whose image is not there',
    { phase: 'Pending', containerStatuses: [waiting('ErrImagePull')] },
    '0/1 | ErrImagePull | 0',
  ],
  ['that runs', { phase: 'Running', conditions: ready, containerStatuses: [running] }, '1/1 | Running | 0'],
  [
    'that has done its work',
    { phase: 'Succeeded', containerStatuses: [ended({ exitCode: 0, reason: 'Completed' })] },
    '0/1 | Completed | 0',
  ],
  [
    'that failed',
    { phase: 'Failed', containerStatuses: [ended({ exitCode: 56, reason: 'Error' })] },
    '0/1 | Error | 0',
  ],
  [
    'that ended without a reason',
    { phase: 'Failed', containerStatuses: [ended({ exitCode: 3 })] },
    '0/1 | ExitCode:3 | 0',
  ],
  [
    'that a signal ended',
    { phase: 'Failed', containerStatuses: [ended({ exitCode: 137, signal: 9 })] },
    '0/1 | Signal:9 | 0',
  ],
  [
    'that restarts again and again',
    {
      phase: 'Running',
      containerStatuses: [
        {
          ...waiting('CrashLoopBackOff'),
          restartCount: 4,
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:55:00Z' } },
        },
      ],
    },
    '0/1 | CrashLoopBackOff | 4 (5m ago)',
  ],
  [
    'that waits for its second init container',
    {
      phase: 'Pending',
      initContainerStatuses: [{ state: { terminated: { exitCode: 0 } } }, { state: { running: {} } }],
      containerStatuses: [waiting('PodInitializing')],
    },
    '0/1 | Init:1/2 | 0',
  ],
  ['that was evicted', { phase: 'Failed', reason: 'Evicted' }, '0/1 | Evicted | 0'],
];

describe('the row of a pod', () => {
  test.each(pods)('%s', (_what, status, expected) => {
    const spec = { containers: [container], initContainers: [{ name: 'one' }, { name: 'two' }] };
    const { narrow } = row('pods', { spec, status });
    const [readiness, shown, restarts] = expected.split(' | ');
    expect(narrow).toBe(`NAME=web | READY=${readiness} | STATUS=${shown} | RESTARTS=${restarts} | AGE=60m`);
  });

  test('that is being deleted says so, unless it has ended', () => {
    const deleted = { ...metadata, deletionTimestamp: '2026-01-01T01:00:30Z' };
    const spec = { containers: [container] };
    const alive = { phase: 'Running', containerStatuses: [running] };
    expect(row('pods', { metadata: deleted, spec, status: alive }).narrow).toContain('STATUS=Terminating');
    const done = { phase: 'Succeeded', containerStatuses: [ended({ exitCode: 0, reason: 'Completed' })] };
    expect(row('pods', { metadata: deleted, spec, status: done }).narrow).toContain('STATUS=Completed');
  });

  test('has addresses, node and gates in its wide form', () => {
    const { wide } = row('pods', {
      spec: { containers: [container], nodeName: 'one', readinessGates: [{ conditionType: 'x' }] },
      status: { phase: 'Running', podIP: '10.244.1.7' },
    });
    expect(wide).toContain('IP=10.244.1.7 | NODE=one | NOMINATED NODE=<none> | READINESS GATES=0/1');
  });
});

/** Resource, object, and the row in its wide form. */
const rows: readonly [string, Record<string, unknown>, string][] = [
  [
    'services',
    {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.96.1.1',
        ports: [{ port: 80, nodePort: 31000, protocol: 'TCP' }],
      },
    },
    'NAME=web | TYPE=LoadBalancer | CLUSTER-IP=10.96.1.1 | EXTERNAL-IP=<pending> | PORT(S)=80:31000/TCP | AGE=60m | SELECTOR=<none>',
  ],
  [
    'services',
    {
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        selector: { b: '2', a: '1' },
        ports: [
          { port: 80, protocol: 'TCP' },
          { port: 53, protocol: 'UDP' },
        ],
      },
    },
    'NAME=web | TYPE=ClusterIP | CLUSTER-IP=None | EXTERNAL-IP=<none> | PORT(S)=80/TCP,53/UDP | AGE=60m | SELECTOR=a=1,b=2',
  ],
  ['namespaces', { status: { phase: 'Active' } }, 'NAME=web | STATUS=Active | AGE=60m'],
  [
    'nodes',
    {
      metadata: { ...metadata, labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { unschedulable: true },
      status: {
        conditions: ready,
        nodeInfo: { kubeletVersion: 'v1.33.1' },
        addresses: [{ type: 'InternalIP', address: '172.18.0.2' }],
      },
    },
    'NAME=web | STATUS=Ready,SchedulingDisabled | ROLES=control-plane | AGE=60m | VERSION=v1.33.1 | INTERNAL-IP=172.18.0.2 | EXTERNAL-IP=<none> | OS-IMAGE=<unknown> | KERNEL-VERSION=<unknown> | CONTAINER-RUNTIME=<unknown>',
  ],
  [
    'deployments.apps',
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { spec: { containers: [container] } },
      },
      status: { readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
    },
    'NAME=web | READY=1/2 | UP-TO-DATE=2 | AVAILABLE=1 | AGE=60m | CONTAINERS=web | IMAGES=nginx | SELECTOR=app=web',
  ],
  [
    'jobs.batch',
    {
      spec: {
        completions: 3,
        parallelism: 1,
        selector: { matchLabels: { app: 'web' } },
        template: { spec: { containers: [container] } },
      },
      status: { succeeded: 1, startTime: '2026-01-01T00:30:00Z' },
    },
    'NAME=web | STATUS=Running | COMPLETIONS=1/3 | DURATION=30m | AGE=60m | CONTAINERS=web | IMAGES=nginx | SELECTOR=app=web',
  ],
  [
    'jobs.batch',
    {
      spec: { parallelism: 2 },
      status: {
        succeeded: 1,
        startTime: '2026-01-01T00:30:00Z',
        completionTime: '2026-01-01T00:30:07Z',
        conditions: [{ type: 'Complete', status: 'True' }],
      },
    },
    'NAME=web | STATUS=Complete | COMPLETIONS=1/1 of 2 | DURATION=7s | AGE=60m | CONTAINERS= | IMAGES= | SELECTOR=<none>',
  ],
  [
    'jobs.batch',
    { spec: { completions: 1 }, status: { conditions: [{ type: 'Suspended', status: 'True' }] } },
    'NAME=web | STATUS=Suspended | COMPLETIONS=0/1 | DURATION= | AGE=60m | CONTAINERS= | IMAGES= | SELECTOR=<none>',
  ],
  [
    'replicasets.apps',
    {
      spec: {
        replicas: 1,
        selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['b', 'a'] }] },
      },
      status: { replicas: 1 },
    },
    'NAME=web | DESIRED=1 | CURRENT=1 | READY=0 | AGE=60m | CONTAINERS= | IMAGES= | SELECTOR=app in (a,b)',
  ],
  [
    'daemonsets.apps',
    { status: { desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: 1 } },
    'NAME=web | DESIRED=1 | CURRENT=1 | READY=1 | UP-TO-DATE=0 | AVAILABLE=0 | NODE SELECTOR=<none> | AGE=60m | CONTAINERS= | IMAGES= | SELECTOR=<none>',
  ],
  [
    'endpoints',
    { subsets: [{ addresses: [{ ip: '1.1.1.1' }, { ip: '1.1.1.2' }], ports: [{ port: 80 }, { port: 81 }] }] },
    'NAME=web | ENDPOINTS=1.1.1.1:80,1.1.1.2:80,1.1.1.1:81 + 1 more... | AGE=60m',
  ],
  [
    'endpointslices.discovery.k8s.io',
    { addressType: 'IPv4', endpoints: [], ports: [{ port: 80 }] },
    'NAME=web | ADDRESSTYPE=IPv4 | PORTS=80 | ENDPOINTS=<unset> | AGE=60m',
  ],
  [
    'events',
    {
      type: 'Normal',
      reason: 'Started',
      message: ' Started container web ',
      involvedObject: { kind: 'Pod', name: 'web-1', fieldPath: 'spec.containers{web}' },
      source: { component: 'kubelet', host: 'one' },
      firstTimestamp: '2026-01-01T00:58:00Z',
      lastTimestamp: '2026-01-01T00:59:30Z',
      count: 2,
    },
    'LAST SEEN=30s | TYPE=Normal | REASON=Started | OBJECT=pod/web-1 | SUBOBJECT=spec.containers{web} | SOURCE=kubelet, one | MESSAGE=Started container web | FIRST SEEN=2m | COUNT=2 | NAME=web',
  ],
  ['configmaps', { data: { a: '1' }, binaryData: { b: '2' } }, 'NAME=web | DATA=2 | AGE=60m'],
  ['secrets', { type: 'Opaque' }, 'NAME=web | TYPE=Opaque | DATA=0 | AGE=60m'],
  [
    'gateways.gateway.networking.k8s.io',
    {
      spec: { gatewayClassName: 'external' },
      status: { addresses: [{ value: '172.18.0.9' }], conditions: [{ type: 'Programmed', status: 'True' }] },
    },
    'NAME=web | CLASS=external | ADDRESS=172.18.0.9 | PROGRAMMED=True | AGE=60m',
  ],
  [
    'httproutes.gateway.networking.k8s.io',
    { spec: { hostnames: ['a.example', 'b.example'] } },
    'NAME=web | HOSTNAMES=["a.example","b.example"] | AGE=60m',
  ],
  ['httproutes.gateway.networking.k8s.io', { spec: {} }, 'NAME=web | HOSTNAMES= | AGE=60m'],
  [
    'serviceentries.networking.istio.io',
    { spec: { hosts: ['a.example'], resolution: 'DNS' } },
    'NAME=web | HOSTS=["a.example"] | LOCATION= | RESOLUTION=DNS | AGE=60m',
  ],
  [
    'workloadentries.networking.istio.io',
    { spec: { address: '10.0.0.1' } },
    'NAME=web | AGE=60m | ADDRESS=10.0.0.1',
  ],
  ['authorizationpolicies.security.istio.io', { spec: {} }, 'NAME=web | ACTION= | AGE=60m'],
  [
    'podtemplates',
    { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } },
    'NAME=web | CONTAINERS=web | IMAGES=nginx | POD LABELS=app=web',
  ],
  ['runtimeclasses.node.k8s.io', { handler: 'kata' }, 'NAME=web | HANDLER=kata | AGE=60m'],
  [
    'csidrivers.storage.k8s.io',
    { spec: { podInfoOnMount: true, tokenRequests: [{ audience: 'a' }, { audience: 'b' }] } },
    'NAME=web | ATTACHREQUIRED=true | PODINFOONMOUNT=true | STORAGECAPACITY=false | TOKENREQUESTS=a,b | REQUIRESREPUBLISH=false | MODES=<none> | AGE=60m',
  ],
  [
    'volumeattachments.storage.k8s.io',
    { spec: { attacher: 'csi', nodeName: 'one', source: { persistentVolumeName: 'disk' } } },
    'NAME=web | ATTACHER=csi | PV=disk | NODE=one | ATTACHED=false | AGE=60m',
  ],
  [
    'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
    { spec: { type: 'Exempt' } },
    'NAME=web | TYPE=Exempt | NOMINALCONCURRENCYSHARES=<none> | QUEUES=<none> | HANDSIZE=<none> | QUEUELENGTHLIMIT=<none> | AGE=60m',
  ],
  [
    'ipaddresses.networking.k8s.io',
    { spec: { parentRef: { group: '', resource: 'services', namespace: 'shop', name: 'web' } } },
    'NAME=web | PARENTREF=services/shop/web',
  ],
];

test.each(rows)('a row of %s has the columns that kubectl prints', (resource, object, expected) => {
  expect(row(resource, object).wide).toBe(expected);
});

test('a sidecar counts among the containers of its pod as long as it runs', () => {
  const initContainers = [
    { ...container, name: 'first' },
    { ...container, name: 'log', restartPolicy: 'Always' },
  ];
  const spec = { containers: [container], initContainers };
  const sidecar = { ...running, name: 'log', started: true, restartCount: 2 };
  const done = { ...ended({ exitCode: 0 }), name: 'first' };
  const starting = {
    phase: 'Pending',
    initContainerStatuses: [{ ...waiting('PodInitializing'), name: 'first' }],
  };
  expect(row('pods', { spec, status: starting }).narrow).toContain(
    'READY=0/2 | STATUS=Init:0/2 | RESTARTS=0',
  );
  const up = {
    phase: 'Running',
    conditions: ready,
    initContainerStatuses: [done, sidecar],
    containerStatuses: [running],
  };
  expect(row('pods', { spec, status: up }).narrow).toContain('READY=2/2 | STATUS=Running | RESTARTS=2');
});
