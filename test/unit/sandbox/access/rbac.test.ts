import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
const account = { kind: 'ServiceAccount', name: 'robot', namespace: 'default' };
const user = (name: string) => ({ kind: 'User', apiGroup: rbac, name });
const role = (kind: string, name: string, rule: object) => ({
  apiVersion,
  kind,
  metadata: { name },
  rules: [rule],
});
const binding = (kind: string, name: string, [of, role]: readonly [string, string], subject: object) => ({
  apiVersion,
  kind,
  metadata: { name },
  roleRef: { apiGroup: rbac, kind: of, name: role },
  subjects: [subject],
});

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ access: 'all' });
  const { create } = api;
  await create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } });
  await create(role('Role', 'reader', { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }));
  await create(binding('RoleBinding', 'read', ['Role', 'reader'], account));
  const one = { verbs: ['get'], apiGroups: [''], resources: ['nodes'], resourceNames: ['one'] };
  await create(role('ClusterRole', 'nodes', one));
  await create(binding('ClusterRoleBinding', 'nodes', ['ClusterRole', 'nodes'], user('jane')));
  await create(binding('RoleBinding', 'binder', ['ClusterRole', 'admin'], user('boss')));
  await create(binding('RoleBinding', 'gone', ['Role', 'missing'], user('lost')));
  await api.createNamespace('other');
});
afterAll(() => api.close());

const robot = 'system:serviceaccount:default:robot';

test.each([
  ['auth can-i create pods', 'yes\n', 0],
  ['auth can-i * *', 'yes\n', 0],
  ['auth can-i list pods --as=jane', 'no\n', 1],
  ['auth can-i get nodes/one --as=jane', 'yes\n', 0],
  ['auth can-i get nodes/two --as=jane', 'no\n', 1],
  [`auth can-i list pods --as=${robot}`, 'yes\n', 0],
  [`auth can-i delete pods --as=${robot}`, 'no\n', 1],
  [`auth can-i list pods -n other --as=${robot}`, 'no\n', 1],
  ['auth can-i get pods --as=lost', 'no - RBAC: role.rbac.authorization.k8s.io "missing" not found\n', 1],
  ['auth can-i get /healthz --as=jane', 'yes\n', 0],
  ['auth can-i get /metrics --as=jane', 'no\n', 1],
  ['auth can-i list secrets --as=boss', 'yes\n', 0],
  ['auth can-i list pods --as=x --as-group=system:masters', 'yes\n', 0],
])('%s answers %j', async (command, answer, code) => {
  const { stdout, code: given } = await api.kubectl(command);
  expect({ stdout, code: given }).toEqual({ stdout: answer, code });
});

test.each([
  [
    'get secrets --as=jane',
    'secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "default"',
  ],
  [
    'get secret x -n other --as=jane --as-group=dev',
    'secrets "x" is forbidden: User "jane" cannot get resource "secrets" in API group "" in the namespace "other"',
  ],
  [
    'get nodes --as=jane',
    'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  [
    'create deployment d --image=i --as=jane',
    'failed to create deployment: deployments.apps is forbidden: User "jane" cannot create resource "deployments" in API group "apps" in the namespace "default"',
  ],
  [
    'delete namespace other --as=jane',
    'namespaces "other" is forbidden: User "jane" cannot delete resource "namespaces" in API group "" in the namespace "other"',
  ],
  ['get --raw /metrics --as=jane', 'forbidden: User "jane" cannot get path "/metrics"'],
  [
    `get secrets --as=${robot}`,
    `secrets is forbidden: User "${robot}" cannot list resource "secrets" in API group "" in the namespace "default"`,
  ],
])('%s is refused in the words of a real server', async (command, refusal) => {
  const { stderr, code } = await api.kubectl(command);
  expect(stderr.replace(/^(?:error: |Error from server \(Forbidden\): )/, '')).toBe(`${refusal}\n`);
  expect(code).toBe(1);
});

test('who has the right to impersonate may be others, nobody else', async () => {
  const { stderr } = await api.kubectl(['get', 'pods', '--as=jane', '--as-group=a', '--as-uid=1']);
  expect(stderr).toContain('User "jane" cannot list resource "pods"');
  const whoami = await api.kubectl(
    'auth whoami --as=jane --as-group=a --as-group=b -o jsonpath={.status.userInfo}',
  );
  expect(JSON.parse(whoami.stdout)).toEqual({ username: 'jane', groups: ['a', 'b', 'system:authenticated'] });
  const account = await api.kubectl(`auth whoami --as=${robot} -o jsonpath={.status.userInfo.groups}`);
  expect(JSON.parse(account.stdout)).toEqual([
    'system:serviceaccounts',
    'system:serviceaccounts:default',
    'system:authenticated',
  ]);
});

test('rules of a user are listed', async () => {
  const { stdout } = await api.kubectl(`auth can-i --list --as=${robot}`);
  expect(stdout).toMatch(/^pods +\[\] +\[\] +\[get list\]$/m);
  expect(stdout).toMatch(/^selfsubjectaccessreviews\.authorization\.k8s\.io +\[\] +\[\] +\[create\]$/m);
});

const review = (spec: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }),
});
const pods = { verb: 'list', resource: 'pods', namespace: 'default' };

test.each([
  [
    { user: robot, resourceAttributes: pods },
    201,
    {
      allowed: true,
      reason: `RBAC: allowed by RoleBinding "read/default" of Role "reader" to ServiceAccount "robot/default"`,
    },
  ],
  [{ user: 'jane', resourceAttributes: pods }, 201, { allowed: false }],
  [
    { groups: ['kubeadm:cluster-admins'], nonResourceAttributes: { verb: 'get', path: '/x' } },
    201,
    { allowed: true },
  ],
])('a SubjectAccessReview of %j tells whether it is allowed, and why', async (spec, code, status) => {
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const response = await api.request(path, review(spec));
  expect(response.status).toBe(code);
  expect(await response.json()).toMatchObject({ spec, status });
});

test('a SubjectAccessReview that asks nothing is invalid', async () => {
  const response = await api.request('/apis/authorization.k8s.io/v1/subjectaccessreviews', review({}));
  expect(await response.json()).toMatchObject({
    code: 422,
    message:
      '.authorization.k8s.io "" is invalid: [spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: "": at least one of user or group must be specified]',
  });
});

test('a LocalSubjectAccessReview is about its own namespace', async () => {
  const path = '/apis/authorization.k8s.io/v1/namespaces/other/localsubjectaccessreviews';
  const init = review({ user: 'jane', resourceAttributes: pods });
  const body = { ...JSON.parse(String(init.body)), kind: 'LocalSubjectAccessReview' };
  const response = await api.request(path, { ...init, body: JSON.stringify(body) });
  expect(await response.json()).toMatchObject({
    message:
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "default": must match metadata.namespace',
  });
});

describe('rights that somebody does not have', () => {
  test.each([
    ['create role r --verb=get --resource=pods --as=boss', 0, 'role.rbac.authorization.k8s.io/r created\n'],
    [
      'create role more --verb=get,list --resource=nodes --as=boss',
      1,
      'Error from server (Forbidden): roles.rbac.authorization.k8s.io "more" is forbidden: user "boss" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}\n',
    ],
    [
      'create role thief --verb=get --resource=nodes --as=boss',
      1,
      'Error from server (Forbidden): roles.rbac.authorization.k8s.io "thief" is forbidden: user "boss" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}\n',
    ],
    [
      'create rolebinding b --clusterrole=cluster-admin --user=boss --as=boss',
      1,
      'error: failed to create rolebinding: rolebindings.rbac.authorization.k8s.io "b" is forbidden: user "boss" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}\n',
    ],
    [
      'create rolebinding b --clusterrole=view --user=joe --as=boss',
      0,
      'rolebinding.rbac.authorization.k8s.io/b created\n',
    ],
    [
      'create rolebinding c --role=nowhere --user=joe --as=boss',
      1,
      'error: failed to create rolebinding: rolebindings.rbac.authorization.k8s.io "nowhere" not found\n',
    ],
  ])('%s', async (command, code, text) => {
    const { stdout, stderr, code: given } = await api.kubectl(command);
    expect({ code: given, text: stdout + stderr }).toEqual({ code, text });
  });
});
