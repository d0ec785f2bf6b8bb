import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
// Read before the clock of any test runs: it is loaded with the first question.
import '../../../src/sandbox/clusters.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { patienceMs } from '../../helpers/patience.ts';

let sandbox: Sandbox;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  sandbox = await createSandbox({
    clusters: [
      { context: 'kind-left', cluster: 'left' },
      { context: 'kind-right', cluster: 'right' },
    ],
    latency: 0,
    folder,
  });
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

const run = async (command: string, ...args: readonly string[]): Promise<string> => {
  const env = { ...sandbox.env, PATH: `${sandbox.path}:${process.env.PATH}` };
  return (await execa(command, args, { env, timeout: patienceMs })).stdout;
};

type Config = {
  readonly contexts: readonly { readonly name: string }[];
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string } }[];
};

const readConfig = async (): Promise<Config> =>
  JSON.parse(await readFile(sandbox.kubeconfig, 'utf8')) as Config;

test('the contexts are exactly those asked for, and their files are the user’s own', async () => {
  expect((await readConfig()).contexts.map(({ name }) => name)).toEqual(['kind-left', 'kind-right']);
  expect(dirname(sandbox.kubeconfig)).toBe(folder);
  expect((await stat(sandbox.kubeconfig)).mode & 0o777).toBe(0o600);
  expect(await readFile(sandbox.kubeconfig, 'utf8')).toContain(sandbox.secrets[0]);
});

test('the clusters come up ahead of a question that is expected, and only then', async () => {
  const idle = await createSandbox({ clusters: [{ context: 'kind-idle', cluster: 'idle' }], latency: 0 });
  try {
    expect(idle.objects()).toEqual([]);
    idle.expectQuestions();
    await expect.poll(() => idle.objects().length).toBeGreaterThan(0);
  } finally {
    await idle.close();
  }
});

test('each context is a cluster of its own, at the version that is reported', async () => {
  await run('kubectl', '--context=kind-right', 'create', 'namespace', 'only-here');
  expect(await run('kubectl', '--context=kind-right', 'get', 'ns', 'only-here', '-o', 'name')).toBe(
    'namespace/only-here',
  );
  await expect(run('kubectl', '--context=kind-left', 'get', 'ns', 'only-here')).rejects.toThrow('not found');
  expect(await run('kubectl', 'version')).toContain(`Server Version: ${sandbox.version}`);
});

test('the clusters are up: nodes ready, pods running, and their tools know them', async () => {
  const nodes = await run('kubectl', 'get', 'nodes', '--no-headers');
  expect(nodes.split('\n').every((line) => /^left-\S+ +Ready /.test(line))).toBe(true);
  const pods = await run('kubectl', 'get', 'pods', '-A', '--no-headers');
  expect(pods.split('\n').filter((line) => !/ Running /.test(line))).toEqual([]);
  expect(await run('istioctl', '--context=kind-left', 'version')).toContain('control plane version');
});

test('istioctl asks the API server as the user of the kubeconfig, in the namespace of its context', async () => {
  await run('kubectl', 'create', 'namespace', 'mesh');
  const token = await run('kubectl', '-n', 'mesh', 'create', 'token', 'default');
  const { clusters } = await readConfig();
  const { name = '', cluster } = clusters[0] ?? {};
  const own = join(folder, 'own');
  await writeFile(join(folder, 'token'), token);
  await writeFile(
    own,
    JSON.stringify({
      'current-context': 'me',
      contexts: [{ name: 'me', context: { cluster: name, user: 'me', namespace: 'mesh' } }],
      clusters: [{ name, cluster }],
      users: [{ name: 'me', user: { tokenFile: 'token' } }],
    }),
  );
  await expect(run('istioctl', '-c', own, 'waypoint', 'list')).rejects.toThrow(
    'Error: gateways.gateway.networking.k8s.io is forbidden: User "system:serviceaccount:mesh:default" cannot list resource "gateways" in API group "gateway.networking.k8s.io" in the namespace "mesh"',
  );
  expect(await run('istioctl', 'waypoint', 'apply', '-n', 'mesh', '--wait')).toBe(
    '✅ waypoint mesh/waypoint applied\n✅ waypoint mesh/waypoint is ready!',
  );
  expect(
    await run('kubectl', '-n', 'mesh', 'get', 'gateway', 'waypoint', '--show-managed-fields', '-o', 'yaml'),
  ).toMatch(/manager: istioctl\n {4}operation: Apply/);
});

test('a workload runs, is reached and is gone with its namespace', async () => {
  await run('kubectl', 'create', 'namespace', 'work');
  const args = [
    '-n',
    'work',
    'run',
    'once',
    '--rm',
    '-i',
    '--restart=Never',
    '--image=curlimages/curl',
    '--',
  ];
  const told = await run('kubectl', ...args, 'sh', '-c', 'echo from inside');
  expect(told).toMatch(/^from inside\npod "once" deleted/);
  await run('kubectl', 'delete', 'namespace', 'work');
  await expect(run('kubectl', 'get', 'namespace', 'work')).rejects.toThrow('not found');
});

test('closing leaves no file, no listener and nothing that keeps the process', async () => {
  const other = await createSandbox({ clusters: [{ context: 'c', cluster: 'c' }], latency: 0 });
  const config = JSON.parse(await readFile(other.kubeconfig, 'utf8')) as Config;
  const port = Number(new URL(config.clusters[0]?.cluster.server ?? '').port);
  expect((await stat(dirname(other.kubeconfig))).mode & 0o777).toBe(0o700);
  await other.close();
  await other.close();
  await expect(stat(dirname(other.kubeconfig))).rejects.toThrow('ENOENT');
  const refused = new Promise<string | undefined>((resolve) => {
    connect(port, '127.0.0.1').on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(await refused).toBe('ECONNREFUSED');
});

test('a process with a sandbox ends by itself once it is closed', async () => {
  const source = join(import.meta.dirname, '../../../src/sandbox/sandbox.ts');
  const program = `import { createSandbox } from ${JSON.stringify(source)};
    const sandbox = await createSandbox({ clusters: [{ context: 'c', cluster: 'c' }], latency: 10 });
    console.log(sandbox.kubeconfig);
    await sandbox.close();`;
  const { stdout } = await execa(process.execPath, ['--input-type=module-typescript', '-e', program], {
    timeout: patienceMs,
  });
  await expect(readdir(dirname(stdout))).rejects.toThrow('ENOENT');
});

test('clusters come up with the first question, for the commands too, and come up once', async () => {
  const other = await createSandbox({
    clusters: [
      { context: 'one', cluster: 'one' },
      { context: 'two', cluster: 'two' },
    ],
    latency: 0,
  });
  const env = { ...other.env, PATH: `${other.path}:${process.env.PATH}` };
  const nodes = async (context: string) => {
    const args = [`--context=${context}`, 'get', 'nodes', '-o=jsonpath={.items[0].metadata.uid}'];
    return (await execa('kubectl', args, { env, timeout: patienceMs })).stdout;
  };
  const [asked, uid, peer] = await Promise.all([
    execa('istioctl', ['--context=one', 'version'], { env, timeout: patienceMs }),
    nodes('one'),
    nodes('two'),
  ]);
  expect(asked.stdout).toContain('control plane version');
  expect(await nodes('one')).toBe(uid);
  expect(peer).not.toBe(uid);
  await other.close();
});

test('what was begun is undone when the rest fails', async () => {
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  const before = servers();
  const failing = createSandbox({
    clusters: [{ context: 'c', cluster: 'c' }],
    latency: 0,
    folder: join(folder, 'not-there'),
  });
  await expect(failing).rejects.toThrow('not-there');
  await expect.poll(servers).toBe(before);
});
