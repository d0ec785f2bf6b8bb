import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { helpedCommands } from '../../src/cli/helped-commands.ts';
import { bin, build } from '../helpers/build.ts';
import { elements, readJunit } from '../helpers/junit-schema.ts';
import { readAction, runStep } from './github-action.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { action, text } = await readAction();
const script = await readFile(join(root, '.github/actions/runbook/run.sh'), 'utf8');

/** A checkout that has runbook installed. */
let cwd = '';
beforeAll(async () => {
  await build();
  cwd = await mkdtemp(join(tmpdir(), 'runbook-action-'));
  await cp(join(root, 'test/fixtures/cli'), cwd, { recursive: true });
  await cp(join(root, 'test/fixtures/cli'), join(cwd, 'sub folder'), { recursive: true });
  await mkdir(join(cwd, 'node_modules/.bin'), { recursive: true });
  await symlink(bin, join(cwd, 'node_modules/.bin/runbook'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('the action', () => {
  it('is composite, and says what each input and output is', () => {
    expect(action.runs.using).toBe('composite');
    for (const [name, { description, default: preset }] of Object.entries(action.inputs)) {
      expect(description, name).toMatch(/^[A-Z].*\.$/);
      expect(typeof preset, name).toBe('string');
    }
  });

  it('uses every input that it declares, and no other', () => {
    const used = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it('takes its outputs from a step, and the script writes each', () => {
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
      expect(script).toContain(`${name}=%s`);
    }
  });

  it('lets nothing that was typed become a part of a script', () => {
    const runs = action.runs.steps.flatMap(({ run }) => run ?? []);
    expect(runs.length).toBeGreaterThan(1);
    for (const run of runs) expect(run).not.toContain('${{');
    expect(script).not.toMatch(/\beval\b/);
  });

  it('has scripts that bash can read, and says which shell runs each', () => {
    for (const source of [...action.runs.steps.flatMap(({ run }) => run ?? []), script])
      expect(spawnSync('bash', ['-n'], { input: source, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    for (const { run, shell } of action.runs.steps)
      expect(shell).toBe(run === undefined ? undefined : 'bash');
  });

  it('hands the script every variable that it reads', () => {
    const read = [...script.matchAll(/\$\{?(INPUT_\w+)/g)].map(([, name]) => name);
    const given = action.runs.steps.flatMap(({ env = {} }) => Object.keys(env));
    expect([...new Set(read)].toSorted()).toEqual(given.toSorted());
  });

  it('passes options that the commands have', () => {
    const [exec, check] = ['exec', 'check'].map((name) =>
      helpedCommands().find(({ command }) => command.name() === name),
    );
    const known = [...(exec?.command.options ?? []), ...(check?.command.options ?? [])].map(
      ({ long }) => long,
    );
    const passed = [...script.matchAll(/(?:options(?:\+)?=\(| |exec )(--[a-z-]+)/g)].map(
      ([, option]) => option,
    );
    const ours = passed.filter(
      (option) => !['--yes', '--package', '--no-install', '--offline', '--version'].includes(option ?? ''),
    );
    expect(ours).toContain('--target');
    expect(ours.filter((option) => !known.includes(option))).toEqual([]);
  });
});

describe('the step that looks around', () => {
  it('finds a Node.js that will do, and kubectl', async () => {
    expect((await runStep('found', {}, { cwd })).outputs).toEqual({ node: 'there', kubectl: 'there' });
  });

  it('misses what is not there', async () => {
    const bash = spawnSync('bash', ['-c', 'type -P bash'], { encoding: 'utf8' }).stdout.trim();
    const bare = join(cwd, 'bare');
    await cp(bash, join(bare, 'bash'));
    const { outputs } = await runStep('found', {}, { cwd, env: { PATH: bare } });
    expect(outputs).toEqual({ node: 'missing', kubectl: 'missing' });
  });
});

describe('the step that runs', () => {
  const run = (inputs: Readonly<Record<string, string>>, folder = '') =>
    runStep('run', inputs, { cwd: join(cwd, folder), env: { GITHUB_WORKSPACE: cwd } });

  it('checks, runs, reports and tells the outcome', async () => {
    const { code, printed, outputs, summary } = await run({});
    expect(printed).toContain('2 files: nothing to complain about; 1 file with nothing to run\n');
    expect(printed).toContain('✓ expect: hello world');
    expect(summary).toContain('## ✓ passed');
    expect(outputs).toEqual({
      outcome: 'passed',
      'exit-code': '0',
      junit: join(cwd, 'reports/runbooks.xml'),
    });
    const junit = readJunit(await readFile(outputs.junit ?? '', 'utf8'));
    expect(elements(junit, 'failure')).toEqual([]);
    expect(code).toBe(0);
  });

  it('fails with an annotation on the line, in the folder that it runs in', async () => {
    const { code, printed, outputs, summary } = await run(
      { files: 'fails.md', junit: 'out.xml' },
      'sub folder',
    );
    expect(printed).toContain('::error file=sub folder/fails.md,line=7,');
    expect(summary).toContain('## ✗ failed');
    const junit = join(cwd, 'sub folder/out.xml');
    expect(outputs).toEqual({ outcome: 'failed', 'exit-code': '1', junit });
    expect(code).toBe(1);
  });

  it('runs nothing when the check finds a mistake', async () => {
    const { code, printed, outputs } = await run({ files: 'word.md\nlabs/hello.md', junit: 'none.xml' });
    expect(printed).toContain('::error file=word.md,line=5,');
    expect(printed).not.toContain('hello world');
    expect(outputs).toEqual({ outcome: 'errored', 'exit-code': '2' });
    expect(code).toBe(2);
  });

  it('passes on what it is given, with nothing of it run as code', async () => {
    const evil = '$(touch evil) `touch evil`; touch evil';
    const inputs = { files: 'labs/hello.md', check: 'false', junit: `${evil}.xml`, args: `--env\nX=${evil}` };
    const { code, outputs } = await run(inputs);
    expect(outputs.junit).toBe(join(cwd, `${evil}.xml`));
    expect(globSync('{,**/}evil', { cwd })).toEqual([]);
    expect(code).toBe(0);
  });

  it('runs a shard of the files, several at once, each again if need be', async () => {
    const inputs = { files: 'labs/*.md fails.md', jobs: '2', shard: '1/1', retries: '1', check: 'false' };
    const { code, printed, outputs } = await run(inputs);
    expect(printed).toContain('fails.md');
    const junit = readJunit(await readFile(outputs.junit ?? '', 'utf8'));
    expect(elements(junit, 'testsuite').map(({ attributes }) => attributes.name)).toHaveLength(2);
    expect(outputs).toMatchObject({ outcome: 'failed', 'exit-code': '1' });
    expect(code).toBe(1);
  });

  it('fails when a run comes to something else than its record', async () => {
    await cp(join(cwd, 'runbooks/labs/hello.md'), join(cwd, 'recorded.md'));
    const record = { files: 'recorded.md', check: 'false', args: '--record' };
    expect(await run(record)).toMatchObject({ code: 0 });
    const verify = { files: 'recorded.md', check: 'false', 'verify-record': 'true' };
    expect(await run(verify)).toMatchObject({ code: 0 });
    expect(await run({ ...verify, args: '--env\nUNUSED=x' })).toMatchObject({ code: 0 });
    const file = join(cwd, 'recorded.record.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('hello world', 'hello moon'));
    expect(await run(verify)).toMatchObject({ code: 1, outputs: { outcome: 'failed' } });
  });

  it('takes a file that looks like an option for a file', async () => {
    const { code, printed } = await run({ files: '--help', check: 'false' });
    expect(printed).toContain('There is no file `--help`');
    expect(code).toBe(2);
  });

  it('says so when runbook is not installed', async () => {
    const elsewhere = join(cwd, 'bare');
    await mkdir(elsewhere, { recursive: true });
    const { code, printed, outputs } = await runStep(
      'run',
      {},
      { cwd: tmpdir(), env: { npm_config_cache: elsewhere } },
    );
    expect(printed).toContain('runbook is not installed here. Run `npm ci` in a step before');
    expect(outputs).toEqual({ outcome: 'errored', 'exit-code': '2' });
    expect(code).toBe(2);
  });

  test.for([
    [{ files: ' \n' }, '`files` names no runbook.'],
    [{ 'keep-going': 'yes' }, '`keep-going` takes `true` or `false`.'],
    [{ check: 'on' }, '`check` takes `true` or `false`.'],
  ] as const)('refuses %o', async ([inputs, message]) => {
    const { code, printed, outputs } = await run(inputs);
    expect(printed).toBe(`::error title=The inputs of the action::${message}\n`);
    expect(outputs).toEqual({ outcome: 'errored', 'exit-code': '2' });
    expect(code).toBe(2);
  });
});

describe('our workflows', () => {
  test.for(globSync('.github/workflows/*.yml', { cwd: root }))(
    '%s uses the action as it is',
    async (file) => {
      const { jobs } = parse(await readFile(join(root, file), 'utf8'));
      for (const [name, job] of Object.entries<{ readonly steps?: readonly UsingStep[] }>(jobs)) {
        for (const step of (job.steps ?? []).filter(({ uses }) => uses?.startsWith('./'))) {
          expect(step.uses, name).toBe('./.github/actions/runbook');
          for (const input of Object.keys(step.with ?? {}))
            expect(Object.keys(action.inputs)).toContain(input);
        }
        for (const { run } of job.steps ?? [])
          if (run) expect(spawnSync('bash', ['-n'], { input: run }).status).toBe(0);
      }
    },
  );
});

type UsingStep = { readonly uses?: string; readonly with?: object; readonly run?: string };
