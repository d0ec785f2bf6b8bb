import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runningPod, startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ok = async (args: string | readonly string[], input?: string): Promise<string> => {
  const { code, stdout, stderr } = await api.kubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args} exits with ${code}: ${stderr}`);
  return stdout;
};

const deployment = (image: string, replicas = 2): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image, ports: [{ containerPort: 80 }] }] },
      },
    },
  });

describe('objects', () => {
  test('commands that make objects of their own are understood, whatever they are encoded in', async () => {
    expect(await ok('create namespace made')).toBe('namespace/made created\n');
    expect(await ok('-n made create configmap c --from-literal=a=b')).toBe('configmap/c created\n');
    expect(await ok('-n made create secret generic s --from-literal=p=q')).toBe('secret/s created\n');
    expect(await ok('-n made create serviceaccount bob')).toBe('serviceaccount/bob created\n');
    expect(await ok('-n made create deployment d --image=nginx --replicas=0 --port=80')).toBe(
      'deployment.apps/d created\n',
    );
    expect(
      await ok([
        '-n',
        'made',
        'get',
        'deployment',
        'd',
        '-o',
        'jsonpath={.spec.replicas} {.spec.template.spec}',
      ]),
    ).toMatch(
      /^0 \{"containers":\[\{"image":"nginx","imagePullPolicy":"Always","name":"nginx","ports":\[\{"containerPort":80,"protocol":"TCP"\}\]/,
    );
    expect(await ok('-n made create service clusterip s --tcp=80:8080')).toBe('service/s created\n');
    expect(await ok(['-n', 'made', 'get', 'service', 's', '-o', 'jsonpath={.spec.ports}'])).toBe(
      '[{"name":"80-8080","port":80,"protocol":"TCP","targetPort":8080}]',
    );
    expect(await ok('-n made create role r --verb=get --resource=pods')).toContain('/r created\n');
    expect(await ok('-n made create rolebinding b --role=r --serviceaccount=made:bob')).toContain(
      '/b created\n',
    );
    expect(await ok(['-n', 'made', 'get', 'secret', 's', '-o', 'jsonpath={.data.p}'])).toBe('cQ==');
    expect((await api.kubectl('create namespace made')).stderr).toBe(
      'Error from server (AlreadyExists): namespaces "made" already exists\n',
    );
  });

  test('apply creates, sees that nothing changed, and configures', async () => {
    expect(await ok('apply -f -', deployment('nginx'))).toBe('deployment.apps/web created\n');
    expect(await ok('apply -f -', deployment('nginx'))).toBe('deployment.apps/web unchanged\n');
    expect(await ok('apply -f -', deployment('nginx:2'))).toBe('deployment.apps/web configured\n');
    expect(await ok('get deployment web -o jsonpath={.metadata.generation}')).toBe('2');
  });

  test('what an earlier apply set and a later one leaves out is taken away', async () => {
    const map = (data: object) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'pruned' }, data });
    await ok('apply -f -', map({ a: '1', b: '2' }));
    await ok('apply -f -', map({ a: '1' }));
    expect(await ok('get configmap pruned -o jsonpath={.data}')).toBe('{"a":"1"}');
  });

  test('server-side apply takes over from client-side, and conflicts name manager and field', async () => {
    expect(await ok('apply --server-side -f -', deployment('nginx:2'))).toBe(
      'deployment.apps/web serverside-applied\n',
    );
    const other = await api.kubectl('apply --server-side --field-manager=other -f -', deployment('nginx:3'));
    expect(other.code).toBe(1);
    expect(other.stderr).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl": .spec.template.spec.containers[name="web"].image',
    );
    expect(
      await ok('apply --server-side --force-conflicts --field-manager=other -f -', deployment('nginx:3')),
    ).toBe('deployment.apps/web serverside-applied\n');
  });

  test('scale changes the replicas, which apply then conflicts with', async () => {
    expect(await ok('scale deployment web --replicas=5')).toBe('deployment.apps/web scaled\n');
    expect(await ok('get deployment web -o jsonpath={.spec.replicas}')).toBe('5');
    const { stderr } = await api.kubectl(
      'apply --server-side --field-manager=other -f -',
      deployment('nginx:3'),
    );
    expect(stderr).toContain(
      'conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test('the three kinds of patch', async () => {
    const containers = [
      'get',
      'deployment',
      'web',
      '-o',
      'jsonpath={.spec.template.spec.containers[*].name}',
    ];
    const sidecar = '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"s"}]}}}}';
    expect(await ok(['patch', 'deployment', 'web', '-p', sidecar])).toBe('deployment.apps/web patched\n');
    expect((await ok(containers)).split(' ').sort()).toEqual(['side', 'web']);
    const removal = '[{"op":"remove","path":"/spec/template/spec/containers/1"}]';
    await ok(['patch', 'deployment', 'web', '--type=json', '-p', removal]);
    expect((await ok(containers)).split(' ')).toHaveLength(1);
    const annotated = [
      'patch',
      'deployment',
      'web',
      '--type=merge',
      '-p',
      '{"metadata":{"annotations":{"a":"b"}}}',
    ];
    expect(await ok(annotated)).toBe('deployment.apps/web patched\n');
    expect(await ok(annotated)).toBe('deployment.apps/web patched (no change)\n');
    const impossible = '[{"op":"remove","path":"/spec/nothing"}]';
    expect(
      (await api.kubectl(['patch', 'deployment', 'web', '--type=json', '-p', impossible])).stderr,
    ).toContain('The request is invalid: the server rejected our request due to an error in our request');
  });

  test('labels and annotations', async () => {
    expect(await ok('label deployment web k=v')).toBe('deployment.apps/web labeled\n');
    expect(await ok('label deployment web k=v')).toBe('deployment.apps/web not labeled\n');
    expect((await api.kubectl('label deployment web k=w')).stderr).toBe(
      "error: 'k' already has a value (v), and --overwrite is false\n",
    );
    expect(await ok('label deployment web k-')).toBe('deployment.apps/web unlabeled\n');
    expect(await ok('annotate deployment web k=v')).toBe('deployment.apps/web annotated\n');
  });

  test('rollout status follows the status that a controller writes', async () => {
    const key = { resource: 'deployments.apps', namespace: 'default', name: 'web' };
    const rollout = api.kubectl('rollout status deployment/web --timeout=15s');
    const { generation } = api.world.store.get(key)?.metadata ?? {};
    const counts = { replicas: 5, updatedReplicas: 5, readyReplicas: 5, availableReplicas: 5 };
    api.world.store.mutate(key, (object) => ({
      ...object,
      status: { observedGeneration: generation, ...counts },
    }));
    expect((await rollout).stdout).toContain('deployment "web" successfully rolled out\n');
  });

  test('deletion tells, and tells when there is nothing', async () => {
    expect(await ok('delete deployment web')).toMatch(/^deployment\.apps "web" deleted/);
    expect((await api.kubectl('delete deployment web')).stderr).toBe(
      'Error from server (NotFound): deployments.apps "web" not found\n',
    );
    expect(await ok('delete deployment web --ignore-not-found')).toBe('');
    expect((await api.kubectl('delete namespace default')).stderr).toBe(
      'Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted\n',
    );
  });
});

describe('refusals', () => {
  const map = (extra: object) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', ...extra });

  test.each([
    [
      'an unknown field',
      map({ metadata: { name: 'w' }, dota: {} }),
      'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dota"\n',
    ],
    [
      'a missing namespace',
      map({ metadata: { name: 'w', namespace: 'nope' } }),
      'Error from server (NotFound): error when creating "STDIN": namespaces "nope" not found\n',
    ],
    [
      'an unknown account',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { serviceAccountName: 'ghost', containers: [{ name: 'c', image: 'i' }] },
      }),
      'Error from server (Forbidden): error when creating "STDIN": pods "p" is forbidden: error looking up service account default/ghost: serviceaccount "ghost" not found\n',
    ],
  ])('%s is refused in the words of a real server', async (_what, manifest, message) => {
    const { code, stderr } = await api.kubectl('apply -f -', manifest);
    expect([code, stderr]).toEqual([1, message]);
  });
});

describe('reading', () => {
  beforeAll(() => {
    for (const name of ['one', 'two']) api.world.store.create('pods', runningPod(name));
  });

  test('tables, wide ones, labels, all namespaces, names and pages', async () => {
    expect(await ok('get pods')).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\none +/);
    expect(await ok('get pods one -o wide')).toMatch(/IP +NODE +NOMINATED NODE +READINESS GATES\n/);
    expect(await ok('get pods --show-labels -l app=two')).toMatch(/LABELS\ntwo .* app=two\n$/);
    expect(await ok('get pods -A --no-headers')).toMatch(/^default +one /);
    expect(await ok('get pods -o name --chunk-size=1')).toBe('pod/one\npod/two\n');
    expect(await ok('get all -o name')).toBe('pod/one\npod/two\n');
    expect(await ok('get pods --field-selector metadata.name=two -o name')).toBe('pod/two\n');
    expect(await ok('get pods one -o custom-columns=N:.metadata.name,P:.status.phase')).toBe(
      'N     P\none   Running\n',
    );
    expect(JSON.parse(await ok('get pods -o json'))).toMatchObject({
      items: [{ kind: 'Pod', apiVersion: 'v1' }, {}],
    });
    expect((await api.kubectl('get pods -l app=none')).stderr).toBe(
      'No resources found in default namespace.\n',
    );
    expect((await api.kubectl('get things')).stderr).toBe(
      'error: the server doesn\'t have a resource type "things"\n',
    );
  });

  test('describe, events, explain, can-i, api-resources and cluster-info', async () => {
    expect(await ok('describe pod one')).toMatch(/^Name: +one\nNamespace: +default\n/);
    expect((await api.kubectl('get events')).stderr).toContain('No resources found');
    expect(await ok('explain deployment.spec.replicas')).toMatch(/FIELD: replicas <integer>/);
    expect(await ok('auth can-i create pods')).toBe('yes\n');
    expect(await ok('api-resources --no-headers')).toMatch(/^configmaps +cm +v1 +true +ConfigMap$/m);
    expect(await ok('cluster-info')).toContain('is running at');
  });

  test('wait sees conditions that hold, that come, and that do not', async () => {
    expect(await ok('wait --for=condition=Ready pod -l app=one')).toBe('pod/one condition met\n');
    const coming = api.kubectl('wait --for=condition=Special pod/two --timeout=15s');
    const key = { resource: 'pods', namespace: 'default', name: 'two' };
    api.world.store.mutate(key, (object) => ({
      ...object,
      status: { phase: 'Running', conditions: [{ type: 'Special', status: 'True' }] },
    }));
    expect((await coming).stdout).toBe('pod/two condition met\n');
    expect(await api.kubectl('wait --for=condition=Never pod/one --timeout=1s')).toMatchObject({
      code: 1,
      stderr: 'error: timed out waiting for the condition on pods/one\n',
    });
    expect((await api.kubectl('wait --for=condition=Ready pod -l app=none')).stderr).toBe(
      'error: no matching resources found\n',
    );
  });

  test('a running pod is waited for until its grace ends, a finished one goes at once', async () => {
    const deletion = api.kubectl('delete pod two');
    const key = { resource: 'pods', namespace: 'default', name: 'two' };
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = api.world.store.subscribe(({ object }) => object.metadata.deletionTimestamp && resolve());
    await promise;
    stop();
    api.world.store.remove(key);
    expect((await deletion).stdout).toMatch(/^pod "two" deleted/);
    api.world.store.create('pods', { ...runningPod('done'), status: { phase: 'Succeeded' } });
    await ok('delete pod done --wait=false');
    expect(api.world.store.get({ ...key, name: 'done' })).toBeUndefined();
  });
});
