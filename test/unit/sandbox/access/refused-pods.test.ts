import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { deployment } from '../../../../src/sandbox/kubernetes/deployment/deployment-controller.ts';
import { replicaSet } from '../../../../src/sandbox/kubernetes/replica-set/replica-set-controller.ts';
import { quota } from '../../../../src/sandbox/kubernetes/resource-quota/quota-controller.ts';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.kubectl('create serviceaccount default');
});
afterAll(() => api.close());

const conditions = async (): Promise<string> => {
  for (const controllers of [[quota], [deployment, replicaSet, quota]]) settle(api.world, controllers);
  const path = '{range .status.conditions[*]}{.type}={.status} {end}';
  return (await api.kubectl(['get', 'deployment', 'web', '-o', `jsonpath=${path}`])).stdout;
};

test('a Deployment whose pods are refused says so, and goes on once they no longer are', async () => {
  await api.kubectl('create quota few --hard=pods=1');
  settle(api.world, [quota]);
  await api.kubectl('create deployment web --image=i --replicas=3');
  expect(await conditions()).toContain('ReplicaFailure=True');
  const { stdout } = await api.kubectl('get events -o jsonpath={.items[*].message}');
  expect(stdout).toMatch(
    /Error creating: pods "web-[a-z0-9]+-[a-z0-9]+" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1/,
  );
  await api.kubectl(['patch', 'quota', 'few', '-p', '{"spec":{"hard":{"pods":"5"}}}']);
  expect(await conditions()).not.toContain('ReplicaFailure');
  expect((await api.kubectl('get pods --no-headers')).stdout.trim().split('\n')).toHaveLength(3);
});

test('a Deployment whose ReplicaSet is refused says so, and goes on once it no longer is', async () => {
  await api.kubectl('create quota no-sets --hard=count/replicasets.apps=0');
  settle(api.world, [quota]);
  await api.kubectl('create deployment late --image=i');
  settle(api.world, [deployment]);
  const path = 'jsonpath={.status.conditions[?(@.type=="Progressing")].reason}';
  const progress = async () => (await api.kubectl(['get', 'deployment', 'late', '-o', path])).stdout;
  expect(await progress()).toBe('ReplicaSetCreateError');
  const { stdout } = await api.kubectl('get events -o jsonpath={.items[*].message}');
  expect(stdout).toMatch(
    /Failed to create new replica set "late-[a-z0-9]+": replicasets\.apps "late-[a-z0-9]+" is forbidden: exceeded quota: no-sets/,
  );
  await api.kubectl('delete quota no-sets');
  settle(api.world, [deployment]);
  expect(await progress()).not.toBe('ReplicaSetCreateError');
  expect((await api.kubectl('get replicasets -o name')).stdout).toContain('replicaset.apps/late-');
});

test('a policy about ReplicaSets sees how a Deployment scales them', async () => {
  await api.kubectl('create deployment small --image=i');
  settle(api.world, [deployment]);
  await api.kubectl(
    'create -f -',
    `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: small}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [UPDATE], resources: [replicasets]}]
  validations: [{expression: 'object.spec.replicas <= 2'}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: small}
spec: {policyName: small, validationActions: [Deny]}`,
  );
  const size = async () =>
    (await api.kubectl('get replicasets -l app=small -o jsonpath={.items[0].spec.replicas}')).stdout;
  await api.kubectl('scale deployment small --replicas=5');
  settle(api.world, [deployment]);
  expect(await size()).toBe('1');
  await api.kubectl('scale deployment small --replicas=2');
  settle(api.world, [deployment]);
  expect(await size()).toBe('2');
});
