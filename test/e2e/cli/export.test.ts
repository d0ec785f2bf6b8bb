import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import { bin } from '../../helpers/build.ts';
import { type CliResult, runCli } from '../../helpers/run-cli.ts';
import { factsOfEngine, factsOfScript } from '../../unit/engine/export/script-facts.ts';
import { copyLabs } from '../copy-labs.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = join(repository, 'test/fixtures');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const exportTo = (file: string, output: string): Promise<CliResult> =>
  runCli(['export', file, '--to', 'bash', '--output', output], { cwd: folder });

describe('runbook export', () => {
  it('writes a script that can be run as it is', async () => {
    const output = join(folder, 'passes.sh');
    const { code, stdout, stderr } = await exportTo(join(fixtures, 'run/passes.md'), output);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect((await stat(output)).mode & 0o111).toBe(0o111);
    expect(await readFile(output, 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n# A runbook that passes\n/);
  });

  it('prints it when no file is named', async () => {
    const { code, stdout } = await runCli(['export', 'labs/lab2.md', '--to', 'bash'], { cwd: repository });
    expect(code).toBe(0);
    expect(stdout).toContain('\n# Has in it what the page requires: runbooks/labs/lab0.md.\n');
  });

  it('overwrites its own work and nothing else', async () => {
    const output = join(folder, 'mine.sh');
    await writeFile(output, 'echo mine\n');
    const page = join(fixtures, 'run/passes.md');
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
    expect(stderr.match(/(?<=refused\.md:).*/g)).toEqual([
      '8:1  error  A script cannot give a block a terminal (`tty`).  [export/unsupported]',
      '13:1  error  `exec` would replace the script, and nothing would clean up.  [export/unsupported]',
      '14:1  error  A script cannot look ahead or behind, or change flags (`(?…)`).  [export/unsupported]',
      '20:1  error  A script cannot look ahead or behind, or change flags (`(?…)`).  [export/unsupported]',
      '26:1  error  The alias `k` does not reach a cleanup block of a script.  [export/unsupported]',
    ]);
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });

  it.for([
    ['without a form', ['export', 'a.md'], "required option '--to <form>' not specified"],
    ['to an unknown form', ['export', 'a.md', '--to', 'make'], 'Allowed choices are bash'],
    [
      'of a file that is not there',
      ['export', 'no-such.md', '--to', 'bash'],
      'There is no file `no-such.md`',
    ],
  ] as const)('is refused %s', async ([, args, message]) => {
    const { code, stderr } = await runCli(args, { cwd: folder });
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

describe('an exported lab', () => {
  const port = 8093;
  const clusters = ['CLUSTER1=kind-east-ag', 'CLUSTER2=kind-west-ag'];

  /** The labs in a folder of their own, with a port of their own and little patience; one line of LAB 2 changed. */
  async function script(from: string, to: string): Promise<string> {
    const labs = await mkdtemp(join(folder, 'labs-'));
    await copyLabs(labs, port, (text, file) => {
      if (file === 'lab2.md') expect(text).toContain(from);
      const brief = text.replaceAll(/within \d+[sm]\b/g, 'within 4s');
      return file === 'lab2.md' ? brief.replace(from, to) : brief;
    });
    expect(await exportTo(join(labs, 'lab2.md'), join(labs, 'lab2.sh'))).toMatchObject({
      code: 0,
      stderr: '',
    });
    return join(labs, 'lab2.sh');
  }

  it('passes with what it requires, where there is kubectl and no runbook', { timeout: 90_000 }, async () => {
    const file = await script('jason', 'jason');
    const { code, stdout } = await inSandbox(`BOOKINFO=manifests/bookinfo ${file}`, folder, clusters);
    expect(stdout).toMatch(/\npassed in \d+ s: 37 statements \(36 passed, 1 skipped\) · 31 checks, all met/);
    expect(code).toBe(0);
  });

  it('fails where the page would when one line of it is wrong', { timeout: 90_000 }, async () => {
    const file = await script('value: jason', 'value: jas');
    const { code, stdout } = await inSandbox(`BOOKINFO=manifests/bookinfo ${file}`, folder, clusters);
    expect(stdout).toMatch(/\n✗ \S+lab2\.md:\d+ {2}expect within 4s: 9 — five stars and four\n/);
    expect(stdout).toMatch(
      /\nCleanup\n[\s\S]*✓ expect row within 4s: bookinfo reviews 10\.x\.x\.x None 3\/3\n/,
    );
    expect(code).toBe(1);
  });

  it('says before it starts which context is missing', async () => {
    const file = await script('jason', 'jason');
    const { code, stdout } = await inSandbox(file, folder, ['CLUSTER1=kind-east-ag', 'CLUSTER3=kind-other']);
    expect(stdout).toBe(
      '✗ The context kind-west-ag (CLUSTER2) is not in the kubeconfig. Set CLUSTER2 to one that is.\n',
    );
    expect(code).toBe(3);
  });
});

describe('a script has the results of the engine on a cluster', () => {
  it.for(['cluster', 'cluster-fails', 'cluster-refused', 'cluster-other'])(
    'with %s.md',
    { timeout: 60_000 },
    async (name) => {
      const page = join(fixtures, `export/${name}.md`);
      const script = join(folder, `${name}.sh`);
      expect(await exportTo(page, script)).toMatchObject({ code: 0 });
      const exec = `${process.execPath} ${bin} exec ${page} --target cluster --reporter ndjson >engine; echo $? >engine.code`;
      await inSandbox(`${exec}; ${script} >script; echo $? >script.code`, folder, ['CLUSTER=kind-one']);
      const [engine, engineCode, stdout, scriptCode] = await Promise.all(
        ['engine', 'engine.code', 'script', 'script.code'].map((file) =>
          readFile(join(folder, file), 'utf8'),
        ),
      );
      const events = (engine ?? '')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as RunEvent);
      const facts = factsOfScript({ exitCode: Number(scriptCode), stdout: stdout ?? '' });
      expect(facts, stdout).toEqual(factsOfEngine({ exitCode: Number(engineCode), events }));
    },
  );
});
