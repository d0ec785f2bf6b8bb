import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import { createClock } from '../../../../src/sandbox/clock.ts';
import { type Clusters, startClusters } from '../../../../src/sandbox/clusters.ts';
import { isReady } from '../../../../src/sandbox/mesh/enrolment.ts';
import type { PodObject } from '../../../../src/sandbox/mesh/objects.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { apply, eventually, parseManifest } from '../../../helpers/clusters.ts';

const manifest = `
apiVersion: v1
kind: ServiceAccount
metadata: { name: reader, namespace: default }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: read, namespace: default }
rules: [{ apiGroups: [""], resources: [pods, pods/log], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: default }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: read }
subjects: [{ kind: ServiceAccount, name: reader, namespace: default }]
---
apiVersion: v1
kind: Pod
metadata: { name: reader, namespace: default, labels: { app: reader } }
spec:
  serviceAccountName: reader
  containers: [{ name: main, image: curlimages/curl, command: [sleep, infinity] }]
---
apiVersion: v1
kind: Pod
metadata: { name: stranger, namespace: default }
spec:
  containers: [{ name: main, image: curlimages/curl, command: [sleep, infinity] }]
`;

let clusters: Clusters;
let world: World;

beforeAll(async () => {
  const authority = await createAuthority('kubernetes', new Date());
  const options = {
    clusters: [{ context: 'c', cluster: 'c' }],
    clock: createClock(0),
    authority,
    token: 't',
  };
  clusters = startClusters(options);
  world = clusters.worlds[0] as World;
  for (const object of parseManifest(manifest)) apply(world, object);
  await eventually([world], () => ['reader', 'stranger'].map(podOf).every(isReady) || undefined, 60_000);
});

afterAll(() => clusters.stop());

function podOf(name: string): PodObject {
  const found = world.store.get<PodObject>({ resource: 'pods', namespace: 'default', name });
  if (!found) throw new Error(`no pod ${name}`);
  return found;
}

async function sh(pod: string, script: string): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout, stderr, tty: false, signal: AbortSignal.timeout(60_000) };
  await world.runtime.exec({ pod: podOf(pod), container: 'main' }, ['sh', '-c', script], io);
  return `${stdout.read() ?? ''}${stderr.read() ?? ''}`;
}

const account = '/var/run/secrets/kubernetes.io/serviceaccount';
const asked = (path: string, more = ''): string =>
  `curl -sS --cacert ${account}/ca.crt -H "Authorization: Bearer $(cat ${account}/token)" ${more} https://kubernetes.default.svc${path}`;

test('the API server answers a pod what its account may read', async () => {
  const list = JSON.parse(await sh('reader', asked('/api/v1/namespaces/default/pods')));
  expect(list.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
    'reader',
    'stranger',
  ]);
  expect(await sh('reader', asked('/api/v1/namespaces/default/pods/stranger'))).toMatch(/^\{\n {2}"/);
});

test('it says to others that they may not', async () => {
  expect(await sh('stranger', asked('/api/v1/namespaces/default/pods'))).toContain(
    '"message": "pods is forbidden: User \\"system:serviceaccount:default:default\\" cannot list resource \\"pods\\" in API group \\"\\" in the namespace \\"default\\""',
  );
  expect(await sh('reader', 'curl -sk https://kubernetes/api/v1/pods')).toContain(
    'User \\"system:anonymous\\" cannot list resource',
  );
});

test('its certificate is that of the authority which pods have, and of its names', async () => {
  expect(await sh('reader', 'curl -sS https://kubernetes.default')).toContain(
    'SSL certificate problem: unable to get local issuer certificate',
  );
  const code = `-o /dev/null -w '%{http_code}'`;
  expect(await sh('reader', asked('/version', code))).toBe('200');
  expect(await sh('reader', `curl -sS --cacert ${account}/ca.crt ${code} https://10.96.0.1/version`)).toBe(
    '200',
  );
  expect(await sh('reader', 'curl -s http://kubernetes.default:443/')).toBe(
    'Client sent an HTTP request to an HTTPS server.\n',
  );
});

test('a watch that would not end is refused by name', async () => {
  expect(await sh('reader', asked("'/api/v1/namespaces/default/pods?watch=1'"))).toBe(
    'sandbox: a watch without an end, from a pod, is not simulated\n',
  );
});
