import { once } from 'node:events';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { foreverCommands } from './scripted-runtime.ts';
import { startApi, type TestApi } from './start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  api.world.store.create('pods', pod);
  api.world.store.create('services', service);
});
afterAll(() => api.close());

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default', labels: { app: 'p' } },
  spec: {
    nodeName: 'node',
    containers: [{ name: 'main', image: 'image', ports: [{ containerPort: 8080 }] }],
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
};

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'p' }, ports: [{ port: 80, targetPort: 8080 }] },
};

/** Both carriers of streams; the variables are kubectl's own. */
const transports = [
  ['WebSocket', {}],
  ['SPDY', { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }],
] as const;

describe.each(transports)('over %s', (_name, variables) => {
  const kubectl = (args: string, input: string | Buffer = '') =>
    execa('kubectl', args.split(' '), {
      env: { ...api.env, ...variables },
      input,
      reject: false,
      timeout: patienceMs,
      stripFinalNewline: false,
    });

  test('a command gives its output, its errors and its exit code', async () => {
    expect(await kubectl('exec p -- echo hello there')).toMatchObject({
      exitCode: 0,
      stdout: 'hello there\n',
    });
    expect(await kubectl('exec p -- exit 7')).toMatchObject({
      exitCode: 7,
      stderr: 'leaving with 7\ncommand terminated with exit code 7\n',
    });
  });

  test('a command that is not there is refused in its own words', async () => {
    const { exitCode, stderr } = await kubectl('exec p -- nothing');
    expect([exitCode, stderr]).toEqual([1, 'error: exec: "nothing": executable file not found in $PATH\n']);
  });

  test('input reaches the command and ends, also where a terminal was asked for and there is none', async () => {
    expect((await kubectl('exec -i p -- cat', 'first\nsecond\n')).stdout).toBe('first\nsecond\n');
    const tty = await kubectl('exec -it p -- cat', 'typed\n');
    expect(tty.stdout).toBe('typed\n');
    expect(tty.stderr).toContain('Unable to use a TTY');
  });

  test('megabytes go through unharmed, both ways', async () => {
    const bytes = Buffer.alloc(8 * 1024 * 1024, 'abcdefg');
    const result = await execa('kubectl', ['exec', '-i', 'p', '--', 'cat'], {
      env: { ...api.env, ...variables },
      input: bytes,
      encoding: 'buffer',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(Buffer.compare(result.stdout, bytes)).toBe(0);
  });

  test('attach joins the process', async () => {
    const { stdout } = await kubectl('attach -i p', 'quiet\n');
    expect(stdout).toBe('attached\nQUIET\n');
  });

  test('a client that leaves takes its command with it', async () => {
    const { started } = foreverCommands;
    const process = execa('kubectl', ['exec', 'p', '--', 'forever'], {
      env: { ...api.env, ...variables },
      reject: false,
    });
    await expect.poll(() => foreverCommands.started).toBe(started + 1);
    process.kill('SIGKILL');
    await process;
    await expect.poll(() => foreverCommands.aborted).toBe(foreverCommands.started);
  });

  test('connections to a forwarded port are answered, several at once and large ones too', async () => {
    await forwarding(variables, async (port) => {
      const paths = Array.from({ length: 8 }, (_value, index) => `/path-${index}`);
      const texts = await Promise.all(paths.map((path) => get(port, path)));
      expect(texts).toEqual(paths);
      expect((await get(port, '/big/20000000')).length).toBe(20_000_000);
      expect(await get(port, '/after')).toBe('/after');
    });
  });
});

const get = async (port: number, path: string): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).text();

async function forwarding(
  variables: Readonly<Record<string, string>>,
  use: (port: number) => Promise<void>,
): Promise<void> {
  const process = execa('kubectl', ['port-forward', 'service/web', ':80'], {
    env: { ...api.env, ...variables },
    reject: false,
  });
  try {
    const [line] = (await once(process.stdout, 'data')) as [Buffer];
    const [, port] = /Forwarding from 127\.0\.0\.1:(\d+) -> 8080/.exec(String(line)) ?? [];
    await use(Number(port));
  } finally {
    process.kill();
    await process;
  }
}

test('logs: the last lines, with times, by selector, followed to the end', async () => {
  expect((await api.kubectl('logs p')).stdout).toBe('one\ntwo\nthree\n');
  expect((await api.kubectl('logs p --tail=1')).stdout).toBe('three\n');
  expect((await api.kubectl('logs p --tail=1 --timestamps')).stdout).toBe('2026-01-01T00:00:00.000Z three\n');
  expect((await api.kubectl('logs -l app=p --tail=2')).stdout).toBe('two\nthree\n');
  expect((await api.kubectl('logs -f p')).stdout).toBe('one\ntwo\nthree\nfour\nfive\n');
  expect((await api.kubectl('logs p -c none')).stderr).toContain('container none is not valid for pod p');
});

test('run waits for its pod, attaches, and takes its exit code and its pod along', async () => {
  const { runtime } = api.world;
  const attached = Promise.withResolvers<void>();
  const attach = runtime.attach.bind(runtime);
  runtime.attach = (target, io) => attach(target, io).finally(attached.resolve);
  const running = api.kubectl('run once --rm -i --restart=Never --image=image', 'loud\n');
  const key = { resource: 'pods', namespace: 'default', name: 'once' };
  await expect.poll(() => api.world.store.get(key)).toBeDefined();
  const status = (phase: string, state: object) => ({
    phase,
    containerStatuses: [{ name: 'once', ready: false, restartCount: 0, image: '', imageID: '', state }],
  });
  api.world.store.mutate(key, (object) => ({
    ...object,
    spec: { ...(object.spec as object), nodeName: 'node' },
    status: {
      ...status('Running', { running: { startedAt: '2026-01-01T00:00:00Z' } }),
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  }));
  await attached.promise;
  api.world.store.mutate(key, (object) => ({
    ...object,
    status: status('Failed', { terminated: { exitCode: 3, reason: 'Error' } }),
  }));
  const { code, stdout, stderr } = await running;
  expect(stdout).toContain('attached\nLOUD\n');
  expect(stdout).toContain('pod "once" deleted');
  expect(stderr).toContain('pod default/once terminated (Error)');
  expect(code).toBe(3);
  expect(api.world.store.get(key)).toBeUndefined();
});
