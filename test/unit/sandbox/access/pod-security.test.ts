import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.createNamespace('base', { [enforce]: 'baseline' });
});
afterAll(() => api.close());

const restricted =
  'allowPrivilegeEscalation != false (container "p" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "p" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "p" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "p" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const label = (name: string, text: string) => api.kubectl(`label namespace ${name} --overwrite ${text}`);
const enforce = 'pod-security.kubernetes.io/enforce';

test('a namespace refuses pods that break its policy, and warns of templates of them', async () => {
  await api.createNamespace('strict', { [enforce]: 'restricted' });
  const pod = await api.kubectl('-n strict run p --image=i');
  expect(pod).toEqual({
    code: 1,
    stdout: '',
    stderr: `Error from server (Forbidden): pods "p" is forbidden: violates PodSecurity "restricted:latest": ${restricted}\n`,
  });
  const deployment = await api.kubectl('-n strict create deployment p --image=p');
  expect(deployment).toEqual({
    code: 0,
    stdout: 'deployment.apps/p created\n',
    stderr: `Warning: would violate PodSecurity "restricted:latest": ${restricted}\n`,
  });
});

test('a policy that is only warned of lets pods in', async () => {
  await api.createNamespace('warned', {
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'v1.20',
  });
  const { code, stderr } = await api.kubectl('-n warned run p --image=i');
  expect(code).toBe(0);
  expect(stderr).toBe(
    'Warning: would violate PodSecurity "restricted:v1.20": allowPrivilegeEscalation != false (container "p" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "p" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "p" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")\n',
  );
});

test('labels that name no policy are refused', async () => {
  await api.createNamespace('wrong');
  expect((await label('wrong', `${enforce}=nope`)).stderr).toBe(
    `The Namespace "wrong" is invalid: metadata.labels[${enforce}]: Invalid value: "nope": must be one of privileged, baseline, restricted\n`,
  );
  expect((await label('wrong', `${enforce}-version=1.2`)).stderr).toBe(
    `The Namespace "wrong" is invalid: metadata.labels[${enforce}-version]: Invalid value: "1.2": must be "latest" or "v1.x"\n`,
  );
});

test('a stricter policy warns of the pods that are there', async () => {
  await api.createNamespace('busy');
  for (const name of ['a', 'b', 'c', 'h'])
    await api.create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'busy' },
      spec: { containers: [{ name, image: 'i' }], hostNetwork: name === 'h' },
    });
  expect((await label('busy', `${enforce}=baseline`)).stderr).toBe(
    'Warning: existing pods in namespace "busy" violate the new PodSecurity enforce level "baseline:latest"\nWarning: h: host namespaces\n',
  );
  expect((await label('busy', `${enforce}=restricted`)).stderr).toBe(
    'Warning: existing pods in namespace "busy" violate the new PodSecurity enforce level "restricted:latest"\nWarning: a (and 2 other pods): allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile\nWarning: h: host namespaces, allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile\n',
  );
});

const container = (securityContext: object, more: object = {}) => ({
  containers: [{ name: 'c', image: 'i', securityContext, ...more }],
});

test.each([
  [
    container({ privileged: true }),
    'privileged (container "c" must not set securityContext.privileged=true)',
  ],
  [
    container({ capabilities: { add: ['SYS_ADMIN', 'CHOWN', 'NET_RAW'] } }),
    'non-default capabilities (container "c" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)',
  ],
  [
    container({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
    'hostPort (container "c" uses hostPort 80)',
  ],
  [{ ...container({}), hostPID: true, hostIPC: true }, 'host namespaces (hostPID=true, hostIPC=true)'],
  [{ ...container({}), volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 'hostPath volumes (volume "v")'],
  [
    { ...container({}), securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
    'forbidden sysctls (kernel.msgmax)',
  ],
  [
    {
      ...container({ seccompProfile: { type: 'Unconfined' } }),
      securityContext: { seccompProfile: { type: 'Unconfined' } },
    },
    'seccompProfile (pod and container "c" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    container({ seLinuxOptions: { type: 'spc_t', user: 'u' } }),
    'seLinuxOptions (container "c" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
  ],
])('baseline forbids %j', async (spec, text) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
  const { stderr } = await api.kubectl('-n base create -f -', JSON.stringify(pod));
  expect(stderr).toBe(
    `Error from server (Forbidden): error when creating "STDIN": pods "p" is forbidden: violates PodSecurity "baseline:latest": ${text}\n`,
  );
});

test('restricted lets in what gives up every right', async () => {
  await api.createNamespace('tight');
  await label('tight', `${enforce}=restricted`);
  const spec = {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    ...container({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    }),
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec };
  expect(await api.kubectl('-n tight create -f -', JSON.stringify(pod))).toMatchObject({
    code: 0,
    stderr: '',
  });
});
