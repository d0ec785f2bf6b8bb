import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { OneWorld } from './one-world.ts';

const curl = 'curlimages/curl:8.5.0';
const shell = (script: string): object => ({ command: ['sh', '-c', script] });

describe('a container', () => {
  test('whose image is not there waits, and says which', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('web', { image: 'ngnix:1.27' });
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toMatchObject({
      kind: 'waiting',
      reason: 'ErrImagePull',
      message: expect.stringContaining('"docker.io/library/ngnix:1.27": pull access denied'),
      hint: 'sandbox: "ngnix" is taken for a slip of "nginx", which is there',
    });
    await expect(cluster.logs(pod)).rejects.toThrow(
      'container "main" in pod "web" is waiting to start: image can\'t be pulled',
    );
  });

  test('that runs a command ends with its exit code, and its log keeps what it printed', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', {
      image: curl,
      container: shell('echo one; echo two >&2; printf three; exit 3'),
    });
    await cluster.until(pod, 'terminated');
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toMatchObject({
      exitCode: 3,
      reason: 'Error',
    });
    expect((await cluster.logs(pod)).split('\n').sort()).toEqual(['one', 'three', 'two']);
    expect(await cluster.logs(pod, { tailLines: 1 })).toBe('three');
    expect(await cluster.logs(pod, { limitBytes: 2 })).toHaveLength(2);
    expect(await cluster.logs(pod, { timestamps: true })).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z one\n/);
  });

  test('that can not be started says why', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', { image: curl, container: { command: ['frobnicate'] } });
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toMatchObject({
      kind: 'terminated',
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringContaining('exec: "frobnicate": executable file not found in $PATH'),
    });
  });

  test('whose image must not be pulled waits for one that is on its node', () => {
    const cluster = new OneWorld();
    const { runtime } = cluster.world;
    const pod = cluster.pod('pulled', { image: 'nginx:1.27' });
    const other = { ...pod, metadata: { ...pod.metadata, uid: 'other' } };
    runtime.start(other, () => {}, new Set(['nginx:1.27']));
    expect(runtime.state('other', 'main')).toMatchObject({
      kind: 'waiting',
      reason: 'ErrImageNeverPull',
      message: 'Container image "nginx:1.27" is not present with pull policy of Never',
    });
    runtime.stop('other');
  });

  test('whose port another one of its pod has says so in the words of its image, and ends', async () => {
    const cluster = new OneWorld();
    const { runtime } = cluster.world;
    const one = cluster.pod('two', { image: 'busybox:1.36', container: { command: ['true'] } });
    const containers = ['first', 'main'].map((name) => ({ name, image: 'nginx:1.27' }));
    const pod = { ...one, metadata: { ...one.metadata, uid: 'two' }, spec: { ...one.spec, containers } };
    runtime.start(pod, () => {});
    await cluster.until(pod, 'terminated');
    expect(runtime.state('two', 'main')).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(runtime.state('two', 'first')).toMatchObject({ kind: 'running' });
    expect(await cluster.logs(pod)).toContain(
      'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)',
    );
    runtime.stop('two');
  });

  test.each(['64m', '64Ki'])('that may use %s of memory does not start, whatever its image', (memory) => {
    const cluster = new OneWorld();
    const pod = cluster.pod('tight', { image: 'nginx', container: { resources: { limits: { memory } } } });
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toMatchObject({
      reason: 'StartError',
      message: expect.stringContaining('container init was OOM-killed (memory limit too low?)'),
    });
  });

  test.each([
    ['nginx', 'nginx:1.27', {}],
    ['a shell with a trap', 'busybox:1.36', shell("trap 'exit 0' TERM; while true; do sleep 1; done")],
  ])('of a pod that is deleted ends and is not started again: %s', async (_, image, container) => {
    const cluster = new OneWorld();
    const pod = cluster.pod('web', { image, restartPolicy: 'Always', container });
    const { runtime } = cluster.world;
    const uid = pod.metadata.uid ?? '';
    await expect.poll(() => runtime.state(uid, 'main')?.kind).toBe('running');
    await runtime.ask(uid);
    expect(runtime.state(uid, 'main')).toMatchObject({ kind: 'terminated', exitCode: 0 });
  });

  test('that always ends is started again, then backed off', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', {
      image: curl,
      restartPolicy: 'Always',
      container: shell('echo life; exit 1'),
    });
    const state = () => cluster.world.runtime.state(pod.metadata.uid ?? '', 'main');
    await expect
      .poll(() => state()?.kind === 'waiting' && state())
      .toMatchObject({
        reason: 'CrashLoopBackOff',
        restarts: 1,
        last: { exitCode: 1, reason: 'Error' },
      });
    expect(await cluster.logs(pod, { previous: true })).toBe('life\n');
  });

  test('with an open stdin holds its output until somebody has attached', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', {
      image: curl,
      container: { stdin: true, args: ['sh', '-c', 'echo out; echo err >&2; exit 5'] },
    });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    await cluster.until(pod, 'running');
    await cluster.world.runtime.attach(
      { pod, container: 'main' },
      { stdout, stderr, tty: false, signal: AbortSignal.timeout(5000) },
    );
    expect([String(stdout.read()), String(stderr.read())]).toEqual(['out\n', 'err\n']);
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toMatchObject({ exitCode: 5 });
  });

  test('gives followers of its log each line, until it ends', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', { image: curl, container: shell('echo 1; sleep 0.05; echo 2') });
    expect(await cluster.logs(pod, { follow: true })).toBe('1\n2\n');
  });

  test('keeps the newest of what it prints, within a limit', async () => {
    const cluster = new OneWorld();
    const line = 'x'.repeat(1000);
    const pod = cluster.pod('job', {
      image: curl,
      container: shell(`for i in $(seq 6000); do echo $i ${line}; done`),
    });
    await expect
      .poll(() => cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')?.kind)
      .toBe('terminated');
    const log = await cluster.logs(pod);
    expect(log.length).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(log.split('\n').at(-2)).toBe(`6000 ${line}`);
  });

  test('is gone once it is stopped', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('job', { image: curl, container: { command: ['sleep', 'infinity'] } });
    cluster.world.runtime.stop(pod.metadata.uid ?? '');
    expect(cluster.world.runtime.state(pod.metadata.uid ?? '', 'main')).toBeUndefined();
  });
});

describe('exec', () => {
  const details = 'docker.io/istio/examples-bookinfo-details-v1:1.20.2';

  test.each([
    [
      'curl',
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH',
    ],
    ['/opt/tool', 'exec: "/opt/tool": stat /opt/tool: no such file or directory'],
    ['ruby', 'sandbox: the command "ruby" is not simulated'],
    ['vi', 'sandbox: the command "vi" is not simulated'],
  ])('of %s in an image without it is refused', async (command, message) => {
    const cluster = new OneWorld();
    const pod = cluster.pod('details', { image: details });
    await expect(cluster.exec(pod, [command])).rejects.toThrow(message);
  });

  test('with a terminal writes everything to stdout, with carriage returns', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('details', { image: details });
    const { stdout, stderr } = await cluster.exec(pod, ['sh', '-c', 'echo a; echo b >&2'], { tty: true });
    expect([stdout, stderr]).toEqual(['a\r\nb\r\n', '']);
  });
});

test('Ctrl-C at a terminal ends the program behind it, Ctrl-D its input', async () => {
  const cluster = new OneWorld();
  const pod = cluster.pod('job', { image: curl, container: { command: ['sleep', 'infinity'] } });
  expect(await cluster.exec(pod, ['sleep', '100'], { stdin: '\x03', tty: true })).toMatchObject({
    code: 130,
  });
  expect(await cluster.exec(pod, ['cat'], { stdin: 'a\r\x04ignored', tty: true })).toMatchObject({
    code: 0,
    stdout: 'a\r\n',
  });
});

test('the environment holds what the image, the pod and the objects it refers to give', async () => {
  const cluster = new OneWorld();
  cluster.world.store.create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', namespace: 'shop' },
    data: { k: 'v' },
  });
  const env = [
    { name: 'A', value: 'a' },
    { name: 'B', value: '$(A)-$$(A)-$(NONE)' },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'C', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
  ];
  const pod = cluster.pod('job', { image: curl, container: { command: ['sleep', 'infinity'], env } });
  const { stdout } = await cluster.exec(pod, ['printenv', 'A', 'B', 'POD', 'C', 'HOSTNAME']);
  expect(stdout).toBe('a\na-$(A)-$(NONE)\njob\nv\njob\n');
  const broken = cluster.pod('none', {
    image: curl,
    container: { env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
  });
  expect(cluster.world.runtime.state(broken.metadata.uid ?? '', 'main')).toMatchObject({
    reason: 'CreateContainerConfigError',
    message: 'secret "s" not found',
  });
});

describe('what a container wants done after its start', () => {
  const hooked = (command: string): object => ({
    command: ['sh', '-c', 'sleep 60'],
    lifecycle: { postStart: { exec: { command: ['sh', '-c', command] } } },
  });

  test('is done before it counts as running', async () => {
    const cluster = new OneWorld();
    const pod = cluster.pod('web', { image: 'busybox:1.36', container: hooked('sleep 0.2; touch /done') });
    const { runtime } = cluster.world;
    const uid = pod.metadata.uid ?? '';
    expect(runtime.state(uid, 'main')).toMatchObject({ kind: 'waiting', reason: 'ContainerCreating' });
    await expect.poll(() => runtime.state(uid, 'main')?.kind).toBe('running');
    expect(runtime.hookFailures(uid)).toEqual({ main: 0 });
  });

  test.each(['exit 3', 'no-such-command'])(
    'ends it where it can not be done, and it never runs: %s',
    async (command) => {
      const cluster = new OneWorld();
      const pod = cluster.pod('web', { image: 'busybox:1.36', container: hooked(command) });
      const { runtime } = cluster.world;
      const uid = pod.metadata.uid ?? '';
      const kinds = new Set<string | undefined>();
      await expect
        .poll(() => {
          const state = runtime.state(uid, 'main');
          kinds.add(state?.kind);
          return state;
        })
        .toMatchObject({ kind: 'terminated', exitCode: 137 });
      expect(kinds).not.toContain('running');
      expect(runtime.hookFailures(uid)).toEqual({ main: 1 });
    },
  );
});
