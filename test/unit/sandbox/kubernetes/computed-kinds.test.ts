import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvent } from '../../../../src/sandbox/controllers/record-event.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
  api.world.store.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'one' } });
  await api.kubectl('create service clusterip web --tcp=80 --clusterip=10.96.7.7');
  const service = api.world.store.get({ resource: 'services', namespace: 'default', name: 'web' });
  if (service)
    recordEvent(api.world, service, { reason: 'Made', message: 'It is there', component: 'maker' });
});
afterAll(() => api.close());

test.each([
  ['componentstatuses', ['controller-manager Healthy ok', 'scheduler Healthy ok', 'etcd-0 Healthy ok']],
  ['csinodes', [expect.stringMatching(/^one 0 \d+s$/)]],
  ['servicecidrs', [expect.stringMatching(/^kubernetes 10\.96\.0\.0\/16 \d+s$/)]],
  ['ipaddresses', [expect.stringMatching(/^10\.96\.7\.7 services\/default\/web/)]],
  ['events.v1.events.k8s.io', [expect.stringMatching(/^\d+s Normal Made service\/web It is there$/)]],
])('%s follow from what else is there', async (resource, expected) => {
  const { stdout } = await api.kubectl(`get ${resource} --no-headers`);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd().replace(/ +/g, ' '));
  expect(lines).toEqual(expected);
});

test('an event has its newer names in the newer group', async () => {
  const { stdout } = await api.kubectl(
    'get events.v1.events.k8s.io -o json --field-selector=regarding.name=web',
  );
  expect(JSON.parse(stdout).items).toMatchObject([
    { note: 'It is there', regarding: { kind: 'Service', name: 'web' }, reportingController: 'maker' },
  ]);
  expect(
    (await api.kubectl('get events.v1.events.k8s.io --field-selector=regarding.name=no')).stderr,
  ).toContain('No resources found');
});

test('nobody writes or watches them, which is said by name', async () => {
  const made =
    '{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"more"},"spec":{"cidrs":["10.97.0.0/16"]}}';
  expect((await api.kubectl('create -f -', made)).stderr).toContain(
    'sandbox: changing or watching servicecidrs.networking.k8s.io is not simulated',
  );
  expect((await api.kubectl('delete csinode one')).stderr).toContain(
    'sandbox: changing or watching csinodes.storage.k8s.io is not simulated',
  );
});

test('a CSI driver is kept with its defaults', async () => {
  await api.kubectl(
    'create -f -',
    '{"apiVersion":"storage.k8s.io/v1","kind":"CSIDriver","metadata":{"name":"csi.acme.io"},"spec":{}}',
  );
  expect((await api.kubectl('get csidrivers --no-headers')).stdout).toMatch(
    /^csi\.acme\.io +true +false +false +<unset> +false +Persistent/,
  );
});
