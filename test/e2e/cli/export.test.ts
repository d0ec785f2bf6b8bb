import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, runCli } from '../../helpers/run-cli.ts';
import { runHere } from '../../helpers/run-here.ts';
import { copyLabs } from '../copy-labs.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = join(repository, 'test/fixtures');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const exportTo = (file: string, output: string): Promise<CliResult> =>
  runHere(['export', file, '--to', 'bash', '--output', output], { cwd: folder });

describe('runbook export', () => {
  it('writes a script that can be run as it is', async () => {
    const output = join(folder, 'passes.sh');
    const { code, stdout, stderr } = await exportTo(join(fixtures, 'export/page.md'), output);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await stat(output)).mode & 0o111).toBe(0o111);
    expect(await readFile(output, 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n# A shop\n/);
  });

  it('prints it when no file is named', async () => {
    const { code, stdout } = await runHere(['export', 'labs/lab2.md', '--to', 'bash'], { cwd: repository });
    expect(code).toBe(0);
    expect(stdout).toContain('\n# Stops unless these have been run: runbooks/labs/lab0.md.\n');
  });

  it('overwrites its own work and nothing else', async () => {
    const output = join(folder, 'mine.sh');
    await writeFile(output, 'echo mine\n');
    const page = join(fixtures, 'export/page.md');
    const { code, stderr } = await exportTo(page, output);
    expect(code).toBe(2);
    expect(stderr).toContain('it is there and was not exported');
    expect(await readFile(output, 'utf8')).toBe('echo mine\n');
    expect((await exportTo(page, join(folder, 'again.sh'))).code).toBe(0);
    expect((await exportTo(page, join(folder, 'again.sh'))).code).toBe(0);
  });

  it('refuses by name and place what a script cannot do', async () => {
    const output = join(folder, 'refused.sh');
    const { code, stderr } = await exportTo(join(fixtures, 'export/refused.md'), output);
    expect(code).toBe(2);
    expect(stderr.match(/(?<=refused\.md:).*(?=\. {2}\[export)/g)).toEqual([
      '4:1  error  A script cannot hide the values of `secrets`',
      '3:1  error  A script cannot compare versions by `>=1.20 <2`',
      '8:1  error  A script cannot give a block a terminal (`tty`)',
      '12:1  error  A script cannot run a block in a folder of its own (`dir=`)',
      '17:1  error  A script cannot let a page run `exec`, which would change how it runs itself',
      '18:1  error  A script cannot let a page run `trap`, which would change how it runs itself',
      '19:1  error  A script cannot let a page run `set`, which would change how it runs itself',
      '20:1  error  A script cannot see the status of each part of a pipe inside of another command',
      '21:1  error  A script cannot look after a job that is started inside of another command',
      '23:1  error  A script cannot judge what `json` expects with a line of grep',
      '24:1  error  A script cannot judge what `regex` expects with a line of grep',
      '25:1  error  A script cannot see that something stays so (`for`)',
      '26:1  error  A script cannot tell where the word ends that the value of a variable begins or ends',
      '27:1  error  A script cannot check that the value of a variable is not there',
      '34:1  error  A script cannot judge what `applied` expects with a line of grep',
      '38:1  error  A script cannot compare objects (`yaml assert`)',
      '38:1  error  A script cannot judge what `object` expects with a line of grep',
    ]);
    expect(stderr).toContain('Run the page with `runbook exec` where it is to run');
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });

  it.for([
    ['without a form', ['export', 'a.md'], 'Required option `--to <form>` not specified'],
    ['to an unknown form', ['export', 'a.md', '--to', 'make'], 'Allowed choices are bash'],
    [
      'of a file that is not there',
      ['export', 'no-such.md', '--to', 'bash'],
      'There is no file `no-such.md`',
    ],
  ] as const)('is refused %s', async ([, args, message]) => {
    const { code, stderr } = await runHere(args, { cwd: folder });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

/** Runs commands of the shell with the sandbox's clusters at hand. */
const inSandbox = (script: string, cwd: string, clusters: readonly string[]): Promise<CliResult> =>
  runCli(
    [
      'sandbox',
      ...clusters.flatMap((name) => ['--cluster', name]),
      '--latency',
      '0',
      '--',
      'bash',
      '-c',
      script,
    ],
    { cwd },
  );

describe('exported labs', () => {
  const port = 8093;
  const clusters = ['CLUSTER1=kind-east-ag', 'CLUSTER2=kind-west-ag'];

  /** LAB 0 and LAB 2 in a folder of their own, with a port of their own and little patience; one line of LAB 2 changed. */
  async function scripts(from: string, to: string): Promise<string> {
    const labs = await mkdtemp(join(folder, 'labs-'));
    await copyLabs(labs, port, (text, file) => {
      if (file === 'lab2.md') expect(text).toContain(from);
      const brief = text.replaceAll(/within \d+[sm]\b/g, 'within 4s');
      return file === 'lab2.md' ? brief.replace(from, to) : brief;
    });
    for (const lab of ['lab0', 'lab2']) {
      const made = await exportTo(join(labs, `${lab}.md`), join(labs, `${lab}.sh`));
      expect(made).toMatchObject({ code: 0, stderr: '' });
    }
    return labs;
  }

  it('pass one after the other, where there is kubectl and no runbook', async () => {
    const labs = await scripts('jason', 'jason');
    const all = 'export BOOKINFO=manifests/bookinfo; ./lab2.sh; ./lab0.sh && ./lab2.sh';
    const { code, stdout } = await inSandbox(all, labs, clusters);
    expect(stdout).toMatch(/^✗ \S+lab0\.md has to be run first: its result is not there\n\nerrored/);
    expect(stdout).toMatch(
      /\n✓ kill %1\n\npassed · .*\n[\s\S]*\nConfirm traffic went through[\s\S]*\npassed · .*\n$/,
    );
    expect(code).toBe(0);
  });

  it('fail where the page would when one line of it is wrong, and clean up', async () => {
    const labs = await scripts('value: jason', 'value: jas');
    const all = 'export BOOKINFO=manifests/bookinfo; ./lab0.sh >lab0.out && ./lab2.sh';
    const { code, stdout } = await inSandbox(all, labs, clusters);
    expect(stdout).toMatch(/\n {2}\S+lab2\.md:\d+ {2}expect within 4s: 9 — five stars and four: not so\n/);
    expect(stdout).toContain('gateway.gateway.networking.k8s.io "agw-waypoint" deleted');
    expect(stdout).toMatch(/\nfailed · .*\n$/);
    expect(code).toBe(1);
  });

  it('say before they start which context is missing', async () => {
    const labs = await scripts('jason', 'jason');
    const { code, stdout } = await inSandbox('./lab0.sh', labs, [
      'CLUSTER1=kind-east-ag',
      'CLUSTER3=kind-other',
    ]);
    expect(stdout).toMatch(/^✗ the kubeconfig has no context kind-west-ag\n\nerrored/);
    expect(code).toBe(3);
  });
});

describe('a script on a cluster', () => {
  it('applies, waits, forwards and checks as the page does', async () => {
    const script = join(folder, 'page.sh');
    expect(await exportTo(join(fixtures, 'export/page.md'), script)).toMatchObject({ code: 0 });
    const { code, stdout } = await inSandbox(script, folder, ['CLUSTER=kind-one']);
    expect(stdout).toContain('✓ curl -si http://localhost:8094/get\n    HTTP/1.1 200 OK');
    expect(stdout).toContain('namespace "shop" deleted');
    expect(stdout).toMatch(/\npassed · commands that succeeded: 8 · checks that were met: 4\n$/);
    expect(code).toBe(0);
  });

  it('puts values into manifests, if they are words that YAML takes for text', async () => {
    const script = join(folder, 'values.sh');
    expect(await exportTo(join(fixtures, 'export/values.md'), script)).toMatchObject({ code: 0 });
    const all = `${script}; NAME='a b' ${script}; NAME=true ${script}; NAME=two ${script}`;
    const { code, stdout } = await inSandbox(all, folder, ['CLUSTER=kind-one']);
    expect(stdout).toContain('\n    a one `x` $HOME \\ ${NAME}\n');
    expect(stdout).toContain('NAME has to be a word to be put into a manifest, and is: a b\n');
    expect(stdout).toContain('NAME has to be a word to be put into a manifest, and is: true\n');
    expect(stdout.match(/^(?:passed|failed) · .*/gm)).toEqual([
      'passed · commands that succeeded: 3 · checks that were met: 1',
      'failed · commands that succeeded: 1 · checks that were met: 0',
      'failed · commands that succeeded: 1 · checks that were met: 0',
      'passed · commands that succeeded: 3 · checks that were met: 1',
    ]);
    expect(code).toBe(0);
  });
});
