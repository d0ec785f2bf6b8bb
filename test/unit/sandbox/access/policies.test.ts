import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../apiserver/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.createNamespace('guarded', { guard: 'on' });
  await api.createNamespace('free');
});
afterAll(() => api.close());

const apiVersion = 'admissionregistration.k8s.io/v1';
const apply = (object: object) => api.kubectl('apply -f -', JSON.stringify(object));
const apps = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'] };
const deployments = { ...apps, resources: ['deployments'] };
const configMaps = { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] };

const policy = (name: string, rule: object, spec: object) => ({
  apiVersion,
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: { matchConstraints: { resourceRules: [rule] }, ...spec },
});

const binding = (policyName: string, spec: object = {}) => ({
  apiVersion,
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: `${policyName}-binding` },
  spec: {
    policyName,
    validationActions: ['Deny'],
    matchResources: { namespaceSelector: { matchLabels: { guard: 'on' } } },
    ...spec,
  },
});

const within = async (
  given: readonly Parameters<TestApi['create']>[0][],
  run: () => Promise<void>,
): Promise<void> => {
  for (const object of given) await api.create(object);
  await run();
  for (const object of given) await api.remove(object);
};

test('what breaks a policy that is bound is refused, with its message and its reason', async () => {
  const spec = {
    variables: [{ name: 'count', expression: 'object.spec.replicas' }],
    validations: [
      { expression: 'variables.count <= 5' },
      {
        expression: 'object.metadata.name.startsWith("web")',
        messageExpression: '"no " + object.metadata.name + " in " + namespaceObject.metadata.name',
        reason: 'Forbidden',
      },
    ],
  };
  await within([policy('size', deployments, spec), binding('size')], async () => {
    const run = (args: string) => api.kubectl(`-n guarded ${args}`);
    const denied = "ValidatingAdmissionPolicy 'size' with binding 'size-binding' denied request";
    expect((await run('create deployment web --image=i --replicas=6')).stderr).toBe(
      `error: failed to create deployment: deployments.apps "web" is forbidden: ${denied}: failed expression: variables.count <= 5\n`,
    );
    expect((await run('create deployment db --image=i')).stderr).toBe(
      `error: failed to create deployment: deployments.apps "db" is forbidden: ${denied}: no db in guarded\n`,
    );
    expect((await run('create deployment web --image=i')).code).toBe(0);
    // A change of the scale is a request of its own, which this policy isn't about.
    expect((await run('scale deployment web --replicas=9')).code).toBe(0);
    expect((await run('annotate deployment web a=b')).stderr).toBe(
      `The deployments "web" is invalid: : ${denied}: failed expression: variables.count <= 5\n`,
    );
    expect((await api.kubectl('-n free create deployment db --image=i --replicas=6')).code).toBe(0);
  });
});

test('a binding may only warn', async () => {
  const spec = { validations: [{ expression: 'has(object.data)', message: 'empty' }] };
  const warning = binding('full', { validationActions: ['Warn', 'Audit'] });
  await within([policy('full', configMaps, spec), warning], async () => {
    expect(await api.kubectl('-n guarded create configmap warned')).toEqual({
      code: 0,
      stdout: 'configmap/warned created\n',
      stderr:
        "Warning: Validation failed for ValidatingAdmissionPolicy 'full' with binding 'full-binding': empty\n",
    });
  });
});

test('parameters, conditions and what is deleted are looked at', async () => {
  const spec = {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConditions: [{ name: 'checked', expression: 'request.name.startsWith("checked")' }],
    validations: [
      { expression: 'request.operation != "CREATE" || object.data["k"] == params.data["want"]' },
      { expression: 'request.operation != "DELETE" || !has(oldObject.metadata.labels)', message: 'stays' },
    ],
  };
  const paramRef = { name: 'settings', namespace: 'free', parameterNotFoundAction: 'Deny' };
  await within([policy('param', configMaps, spec), binding('param', { paramRef })], async () => {
    const run = (args: string) => api.kubectl(`-n guarded ${args}`);
    expect((await run('create configmap checked')).stderr).toContain(
      'denied request: failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
    );
    await api.kubectl('-n free create configmap settings --from-literal=want=yes');
    expect((await run('create configmap checked --from-literal=k=no')).stderr).toContain('failed expression');
    expect((await run('create configmap checked')).stderr).toContain(
      'denied request: expression \'request.operation != "CREATE" || object.data["k"] == params.data["want"]\' resulted in error: no such key: data',
    );
    expect((await run('create configmap checked --from-literal=k=yes')).code).toBe(0);
    await run('label configmap checked a=b');
    expect((await run('delete configmap checked')).stderr).toContain('denied request: stays');
    await run('label configmap checked a-');
    expect((await run('delete configmap checked')).code).toBe(0);
    expect((await run('create configmap other')).code).toBe(0);
  });
});

test('what can’t be evaluated is refused, unless failures are ignored', async () => {
  const spec = { failurePolicy: 'Ignore', validations: [{ expression: 'object.spec.none == 1' }] };
  await within([policy('loose', configMaps, spec), binding('loose')], async () => {
    expect((await api.kubectl('-n guarded create configmap loose')).code).toBe(0);
  });
});

describe('a policy that can’t be used is refused', () => {
  test.each([
    [
      { validations: [{ expression: 'nothing == 1' }] },
      "spec.validations[0].expression: Invalid value: \"nothing == 1\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'nothing' (in container '')",
    ],
    [
      { validations: [{ expression: '"text"' }] },
      'spec.validations[0].expression: Invalid value: "\\"text\\"": must evaluate to bool but got string',
    ],
    [{}, 'spec.validations: Required value: validations or auditAnnotations must contain at least one item'],
    [
      { validations: [{ expression: 'true', reason: 'Nope' }] },
      'spec.validations[0].reason: Unsupported value: "Nope"',
    ],
    [
      { validations: [{ expression: "authorizer.group('').resource('pods').check('get').allowed()" }] },
      'sandbox: authorizer in CEL is not simulated',
    ],
  ])('%j', async (spec, text) => {
    const { code, stderr } = await apply(policy('wrong', configMaps, spec));
    expect(code).toBe(1);
    expect(stderr).toContain(text);
  });
});
