import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin } from '../../helpers/build.ts';
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
      { title: '', args, code: 3, says: [`in \`${nowhere}\``, '(ENOENT)', 'TMPDIR'] },
      { env: { TMPDIR: nowhere } },
    );
  });

  describe('and odd folders for temporary files', () => {
    const simulated = ['exec', 'clusters.md', '--target', 'sandbox'];

    it.for([
      ['a relative one', 'relative'],
      ['one with blanks and quotes', `a b'c"d $x`],
      ['one with a path that is too long for a socket', 'long/'.repeat(30)],
    ] as const)('%s will do, for the sandbox too', async ([title, name]) => {
      const path = join(folder, name);
      await mkdir(path, { recursive: true });
      const env = { TMPDIR: title.includes('relative') ? relative(cwd, path) : path };
      await expectOneMessage({ title, args: simulated, code: 0, says: ['passed on the sandbox'] }, { env });
      expect(await readdir(path)).toEqual([]);
    });

    it('one with a line break is refused', async () => {
      const says = ['`TMPDIR` has a line break in it'];
      const env = { TMPDIR: `${folder}/line\nbreak` };
      await expectOneMessage({ title: '', args: ['exec', 'labs/hello.md'], code: 3, says }, { env });
    });
  });

  describe.skipIf(process.platform !== 'linux')('and a disk that is full', () => {
    const full = 'no space is left (ENOSPC)';

    it.for(['ndjson', 'junit', 'markdown'])('loses its %s report, and not the result', async (name) => {
      const args = ['exec', 'labs/hello.md', '--reporter', 'text', '--reporter', `${name}=/dev/full`];
      const says = ['passed in', 'The report `/dev/full` cannot be written', full, 'machine/fault'];
      await expectOneMessage({ title: '', args, code: 3, says });
    });

    it('where the report of many runs goes', async () => {
      const hello = 'labs/hello.md';
      const args = [
        'exec',
        hello,
        hello,
        '--jobs',
        '2',
        '--reporter',
        'text',
        '--reporter',
        'ndjson=/dev/full',
      ];
      await expectOneMessage({ title: '', args, code: 3, says: ['passed', full] });
    });

    it('where standard output goes', async () => {
      const sh = ['-c', `"$0" "$@" >/dev/full`, process.execPath, bin, 'exec', 'labs/hello.md'];
      const { code, stderr } = await runProgram('sh', sh);
      expect(stderr).toContain(`Standard output cannot be written: ${full}`);
      expect(code).toBe(3);
    });
  });

  it.skipIf(process.platform !== 'linux')(
    'is enough with few descriptors, or says that they are too few',
    async () => {
      const run = (limit: number) =>
        runProgram('sh', [
          '-c',
          `ulimit -n ${limit}; exec "$0" "$@"`,
          process.execPath,
          bin,
          'exec',
          'labs/hello.md',
        ]);
      expect(await run(64)).toMatchObject({ code: 0 });
      const { code, stdout, stderr } = await run(28);
      expect(stdout + stderr).toMatch(/files (?:may be|are) open|cannot be started/);
      expect(code).toBe(3);
    },
  );

  it('a folder for temporary files that vanishes while a page runs', async () => {
    const path = join(folder, 'vanishing');
    await mkdir(path);
    const page = join(folder, 'vanishing.md');
    await writeFile(page, '```bash\nrm -rf "$TMPDIR"/runbook-*\necho on\n```\n\n```bash\necho on\n```\n');
    const says = ['it is not there (any more) (ENOENT)', 'machine/fault'];
    try {
      await expectOneMessage({ title: '', args: ['exec', page], code: 3, says }, { env: { TMPDIR: path } });
    } finally {
      await rm(page);
    }
  });

  it('the folder that it is run in', async () => {
    const gone = join(folder, 'gone');
    await mkdir(gone);
    const script = `cd ${gone} && rmdir ${gone} && exec "$0" "$@"`;
    const { code, stderr } = await runProgram('sh', ['-c', script, process.execPath, bin, 'list']);
    expect(stderr).toContain('The folder that this is run in cannot be told');
    expect(code).toBe(3);
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
      'no API server listens at https://127.0.0.1:9',
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

/** Runs a program as it is. */
async function runProgram(
  file: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, NO_COLOR: '1' };
  const { exitCode = null, stdout, stderr } = await execa(file, args, { cwd, env, reject: false });
  return { code: exitCode, stdout, stderr };
}

function kubeconfig(contexts: readonly string[], server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: contexts.map((name) => ({ name, cluster: { server } })),
    users: [{ name: 'me', user: { token: 'a-token' } }],
    contexts: contexts.map((name) => ({ name, context: { cluster: name, user: 'me' } })),
  });
}
