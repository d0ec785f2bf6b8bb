import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../helpers/run-cli.ts';
import { type Case, cwd, expectOneMessage } from './expect-one-message.ts';

const machines: readonly Case[] = [
  {
    title: 'a tool that is not installed',
    args: ['exec', 'tool.md'],
    code: 3,
    says: ['tool.md:2:1', 'needs `surely-not-installed`', 'Install `surely-not-installed`'],
  },
  {
    title: 'a context of the user’s that is not in the kubeconfig',
    args: ['exec', 'clusters.md', '--cluster', 'CLUSTER2=mine'],
    code: 3,
    says: ['no context `mine` for CLUSTER2', 'no context `kind-one` for CLUSTER1', '--target sandbox'],
  },
  {
    title: 'a shell that is no bash',
    args: ['exec', 'labs/hello.md', '--shell', '/bin/does-not-exist'],
    code: 3,
    says: ['`/bin/does-not-exist` is not a bash', '--shell'],
  },
];

describe('a machine that lacks something', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.for(machines)('$title', (item) => expectOneMessage(item));

  it('a folder for temporary files, or what makes pipes', async () => {
    const path = join(folder, 'no-pipes');
    await mkdir(path);
    for (const name of ['bash', 'cat', 'rm']) await symlink(`/bin/${name}`, join(path, name));
    const args = ['exec', 'labs/hello.md'];
    await expectOneMessage(
      { title: '', args, code: 3, says: ['`mkfifo` is not on PATH', 'coreutils'] },
      { env: { PATH: path } },
    );
    const nowhere = join(folder, 'nowhere');
    await expectOneMessage(
      { title: '', args, code: 3, says: [`in \`${nowhere}\` (ENOENT)`, 'TMPDIR'] },
      { env: { TMPDIR: nowhere } },
    );
  });

  it('kubectl that is missing, before anything runs', async () => {
    const path = join(folder, 'bin');
    await mkdir(path);
    await symlink('/bin/bash', join(path, 'bash'));
    const says = [
      'kubectl.md:2:1',
      'needs `kubectl` (>=1.28)',
      'not on PATH',
      'Install `kubectl`',
      'nothing has run',
    ];
    await expectOneMessage(
      { title: '', args: ['exec', 'kubectl.md'], code: 3, says },
      { env: { PATH: path } },
    );
  });

  it('a folder without runbooks', async () => {
    const says = ['No file with a block that can run is there'];
    await expectOneMessage({ title: '', args: ['exec', folder], code: 2, says });
  });

  it('a kubeconfig that is no YAML', async () => {
    const file = join(folder, 'broken');
    await writeFile(file, 'clusters: [');
    const says = [`The kubeconfig ${file} cannot be read`, '--target sandbox'];
    await expectOneMessage(
      { title: '', args: ['exec', 'clusters.md'], code: 3, says },
      { env: { KUBECONFIG: file } },
    );
  });

  it('a kubeconfig that may not be read', async () => {
    // A folder can't be read as a file whoever one is, root included.
    await chmod(folder, 0o700);
    const says = [`The kubeconfig ${folder} cannot be read`];
    await expectOneMessage(
      { title: '', args: ['exec', 'clusters.md'], code: 3, says },
      { env: { KUBECONFIG: folder } },
    );
  });

  it('a cluster that does not answer', async () => {
    const file = join(folder, 'closed');
    await writeFile(file, kubeconfig(['kind-one', 'kind-two'], 'https://127.0.0.1:9'));
    const says = [
      '`kind-one` (CLUSTER1) does not answer',
      '`kind-two` (CLUSTER2) does not answer',
      'ECONNREFUSED',
    ];
    await expectOneMessage(
      { title: '', args: ['exec', 'clusters.md'], code: 3, says },
      { env: { KUBECONFIG: file } },
    );
  });

  it('an old Node, in one line', async () => {
    const pretend = 'Object.defineProperty(process.versions, "node", { value: "20.19.0" })';
    const result = await runCli(['exec', 'labs/hello.md'], {
      cwd,
      node: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
    });
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toMatch(/^runbook needs Node\.js 22\.19 or newer; this is v[\d.]+\n$/);
  });
});

function kubeconfig(contexts: readonly string[], server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: contexts.map((name) => ({ name, cluster: { server } })),
    users: [{ name: 'me', user: { token: 'a-token' } }],
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: 'me' } })),
  });
}
