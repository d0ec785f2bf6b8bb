import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliOptions, runCli } from '../../helpers/run-cli.ts';

const cwd = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));

type Case = {
  readonly title: string;
  readonly args: readonly string[];
  readonly code: number;
  readonly says: readonly string[];
};

const documents: readonly Case[] = [
  {
    title: 'a file that is not there',
    args: ['exec', 'labs/helo.md'],
    code: 2,
    says: ['There is no file `labs/helo.md`', 'Did you mean `labs/hello.md`?'],
  },
  {
    title: 'an empty file',
    args: ['exec', 'empty.md'],
    code: 2,
    says: ['empty.md:1:1', 'The file is empty'],
  },
  {
    title: 'a page without a block',
    args: ['exec', 'prose.md'],
    code: 2,
    says: ['prose.md:1:1', 'Nothing in the file can run'],
  },
  {
    title: 'an unknown key in the front matter',
    args: ['exec', 'front-matter.md'],
    code: 2,
    says: ['front-matter.md:2:1', '`titel`', 'title'],
  },
  {
    title: 'front matter that is no YAML',
    args: ['exec', 'broken-yaml.md'],
    code: 2,
    says: ['broken-yaml.md:'],
  },
  { title: 'an unclosed quote', args: ['exec', 'quote.md'], code: 2, says: ['quote.md:4:6', 'quote'] },
  {
    title: 'an unknown word of an expectation',
    args: ['exec', 'word.md'],
    code: 2,
    says: ['word.md:5:10', '`rows`', '`row`'],
  },
];

const options: readonly Case[] = [
  {
    title: 'an unknown option',
    args: ['exec', 'x.md', '--reportr', 'text'],
    code: 2,
    says: ["'--reportr'", '--reporter'],
  },
  {
    title: 'an unknown command',
    args: ['exce', 'x.md'],
    code: 2,
    says: ['`exce` is no command', '`runbook exec`'],
  },
  {
    title: 'a file in place of a command',
    args: ['labs/hello.md'],
    code: 2,
    says: ['`runbook exec labs/hello.md`'],
  },
  { title: 'no command', args: [], code: 2, says: ['Nothing to do', 'exec'] },
  { title: 'no file', args: ['exec'], code: 2, says: ["missing required argument 'file'"] },
  {
    title: 'an unknown reporter',
    args: ['exec', 'labs/hello.md', '--reporter', 'txt'],
    code: 2,
    says: ['`txt`', '`text`'],
  },
  {
    title: 'two reporters on standard output',
    args: ['exec', 'labs/hello.md', '--reporter', 'text', '--reporter', 'ndjson'],
    code: 2,
    says: ['Two reporters', 'ndjson=run.ndjson'],
  },
  {
    title: 'a report that cannot be written',
    args: ['exec', 'labs/hello.md', '--reporter', 'ndjson=fails.md/run.ndjson'],
    code: 2,
    says: ['`fails.md/run.ndjson` cannot be written'],
  },
  {
    title: 'two reports in one file',
    args: ['exec', 'labs/hello.md', '--reporter', 'ndjson=/dev/null', '--reporter', 'junit=/dev/null'],
    code: 2,
    says: ['Two reporters', '`/dev/null`'],
  },
  {
    title: 'a pattern that matches nothing',
    args: ['exec', 'labs/*.markdown'],
    code: 2,
    says: ['`labs/*.markdown` matches no Markdown file', '`runbook list`'],
  },
  {
    title: 'no number of jobs',
    args: ['exec', 'labs/hello.md', '--jobs', '0'],
    code: 2,
    says: ["'0'", '`auto`'],
  },
  {
    title: 'a shard beyond the last',
    args: ['exec', 'labs/hello.md', '--shard', '5/4'],
    code: 2,
    says: ["'5/4'", '1/4 to 4/4'],
  },
  {
    title: 'no number of retries',
    args: ['exec', 'labs/hello.md', '--retries', 'often'],
    code: 2,
    says: ["'often'", '0 to 99'],
  },
  {
    title: 'flaky files that nothing finds out',
    args: ['exec', 'labs/hello.md', '--fail-on-flaky'],
    code: 2,
    says: ['`--fail-on-flaky` needs `--retries`'],
  },
  {
    title: 'an update of many runs',
    args: ['exec', 'labs/hello.md', '--jobs', '2', '--update'],
    code: 2,
    says: ['`--update` is for one run', '`--jobs`'],
  },
  {
    title: 'a step of many runs',
    args: ['exec', 'labs/hello.md', 'slow.md', '--jobs', '2', '--from', 'greet'],
    code: 2,
    says: ['`--from` is about one file'],
  },
  {
    title: 'a step that is not there',
    args: ['exec', 'labs/hello.md', '--from', 'gret'],
    code: 2,
    says: ['`gret`', '`greet`'],
  },
  {
    title: 'no duration',
    args: ['exec', 'labs/hello.md', '--timeout', 'soon'],
    code: 2,
    says: ["'soon'", '`30s`'],
  },
  {
    title: 'no pair',
    args: ['exec', 'labs/hello.md', '--env', 'NAME'],
    code: 2,
    says: ["'NAME'", 'NAME=value'],
  },
  {
    title: 'an unknown target',
    args: ['exec', 'labs/hello.md', '--target', 'cloud'],
    code: 2,
    says: ["'cloud'", 'sandbox'],
  },
  {
    title: 'a cluster variable that no runbook has',
    args: ['exec', 'clusters.md', '--cluster', 'CLUSTER3=x'],
    code: 2,
    says: ['`CLUSTER3`', '--cluster CLUSTER'],
  },
];

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

async function expectOneMessage({ args, code, says }: Case, more: Partial<CliOptions> = {}): Promise<void> {
  const result = await runCli(args, { cwd, ...more });
  const all = result.stdout + result.stderr;
  for (const text of says) expect(all).toContain(text);
  expect(result.code, all).toBe(code);
  expect(all).not.toMatch(/\n {4}at /);
}

describe('a mistake in a document', () => {
  it.for(documents)('$title', (item) => expectOneMessage(item));
});

describe('a mistake on the command line', () => {
  it.for(options)('$title', (item) => expectOneMessage(item));
});

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
