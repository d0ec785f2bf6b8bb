import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { clusterTarget } from '../../../src/targets/cluster.ts';
import { readKubeconfig } from '../../../src/targets/kubeconfig.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  await writeFile(
    join(folder, 'first'),
    `apiVersion: v1
kind: Config
current-context: production
clusters:
- name: east
  cluster: { server: "https://east:6443", certificate-authority: certs/ca.pem }
- name: production
  cluster: { server: "https://production:6443" }
users:
- name: plugin
  user:
    exec: { apiVersion: client.authentication.k8s.io/v1, command: bin/login, args: [--quietly] }
- name: admin
  user: { token: the-production-token }
contexts:
- name: kind-east
  context: { cluster: east, user: plugin, namespace: apps }
- name: production
  context: { cluster: production, user: admin }
`,
  );
  await writeFile(
    join(folder, 'second'),
    `clusters:
- name: east
  cluster: { server: "https://somewhere-else:6443" }
- name: west
  cluster: { server: "https://west:6443" }
users:
- name: west
  user: { client-certificate: /abs/cert.pem, client-key: key.pem, token: the-west-token }
contexts:
- name: kind-west
  context: { cluster: west, user: west }
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

async function opened() {
  const env = { KUBECONFIG: ['first', 'second', 'not-there'].map((name) => join(folder, name)).join(':') };
  const open = await clusterTarget(readKubeconfig(env)).open(
    { CLUSTER2: 'kind-west', CLUSTER1: 'kind-east' },
    signal,
  );
  return { open, config: parse(await readFile(open.kubeconfig, 'utf8')) };
}

describe('the private kubeconfig', () => {
  it('has the chosen contexts and nothing else, the first being current', async () => {
    const { open, config } = await opened();
    const names = (key: string) => config[key].map(({ name }: { name: string }) => name);
    expect(names('contexts')).toEqual(['kind-west', 'kind-east']);
    expect(names('clusters')).toEqual(['east', 'west']);
    expect(names('users')).toEqual(['plugin', 'west']);
    expect(config['current-context']).toBe('kind-west');
    expect(await readFile(open.kubeconfig, 'utf8')).not.toContain('production');
    await open.close();
  });

  it('keeps what contexts say, the first of two names, plugins, and files by absolute names', async () => {
    const { open, config } = await opened();
    expect(config.contexts[1].context).toMatchObject({ namespace: 'apps' });
    expect(config.clusters[0].cluster).toEqual({
      server: 'https://east:6443',
      'certificate-authority': join(folder, 'certs/ca.pem'),
    });
    expect(config.users[0].user.exec).toMatchObject({
      command: join(folder, 'bin/login'),
      args: ['--quietly'],
    });
    expect(config.users[1].user).toMatchObject({
      'client-certificate': '/abs/cert.pem',
      'client-key': join(folder, 'key.pem'),
    });
    await open.close();
  });

  it('calls a context whose name a shell would split by a plain one', async () => {
    const config = readKubeconfig({ KUBECONFIG: join(folder, 'first') });
    const [east] = config.contexts;
    const odd = ['my prod (east)', 'my-prod-east', 'team:prod#1'].map((name) => ({ ...east, name }));
    const target = clusterTarget({ ...config, contexts: odd });
    const open = await target.open({ CLUSTER1: 'my prod (east)', CLUSTER2: 'team:prod#1' }, signal);
    expect(open.facts.clusters.map(({ context }) => context)).toEqual(['my-prod-east-2', 'team:prod#1']);
    expect(open.facts.summary).toBe('https://east:6443 (`my-prod-east-2` is the context `my prod (east)`)');
    const written = parse(await readFile(open.kubeconfig, 'utf8'));
    expect(written.contexts.map(({ name }: { name: string }) => name)).toEqual([
      'my-prod-east-2',
      'team:prod#1',
    ]);
    expect(written['current-context']).toBe('my-prod-east-2');
    await open.close();
  });

  it('can be read by its owner only and is gone after closing', async () => {
    const { open } = await opened();
    expect((await stat(open.kubeconfig)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(open.kubeconfig))).mode & 0o777).toBe(0o700);
    await open.close();
    await expect(readdir(dirname(open.kubeconfig))).rejects.toThrow('ENOENT');
  });

  it('tells which of its values are secret', async () => {
    const { open } = await opened();
    expect(open.secrets).toEqual(['the-west-token']);
    await open.close();
  });
});
