import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchEvent, BatchStreamEvent, EventInBatch } from '../../../src/engine/model/batch.ts';
import { eventSchema } from '../../../src/engine/report/event-schema.ts';
import { faultsIn } from '../../helpers/json-schema.ts';
import { elements, readJunit } from '../../helpers/junit-schema.ts';
import { processesWith, untilGone } from '../../helpers/processes.ts';
import { type CliOptions, type CliResult, runCli } from '../../helpers/run-cli.ts';

const cwd = fileURLToPath(new URL('../../fixtures/many', import.meta.url));

let folder = '';
/** In the environment of every process that a test starts. */
let mark = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-many-'));
  mark = randomUUID();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const there = (name: string): boolean => existsSync(join(folder, name));

function exec(args: readonly string[], options: Partial<CliOptions> = {}): Promise<CliResult> {
  const env = { SHARED: folder, RUNBOOK_MANY_TEST: mark, TMPDIR: folder };
  return runCli(['exec', ...args], { cwd, env, ...options });
}

/** Runs with the events of the batch in place of the text. */
async function events(
  args: readonly string[],
): Promise<CliResult & { readonly events: readonly BatchStreamEvent[] }> {
  const result = await exec([...args, '--reporter', 'ndjson']);
  const lines = result.stdout.split('\n').filter((line) => line !== '');
  return { ...result, events: lines.map((line) => JSON.parse(line)) };
}

function about(all: readonly BatchStreamEvent[], type: 'file-started' | 'file-finished'): readonly string[] {
  const found = all.filter((event): event is Extract<BatchEvent, { file: string }> => event.type === type);
  return found.map(({ file }) => file);
}

describe('files that are run each by itself', () => {
  it('are at work at once with --jobs, and one after another without', async () => {
    const pages = ['labs/meets-*.md', '--timeout', '60s'];
    const { code, stdout } = await exec([...pages, '--jobs', '2']);
    expect(stdout).toContain('2 files, 2 at a time\n');
    expect(code).toBe(0);
    await rm(join(folder, 'one'));
    await rm(join(folder, 'other'));
    const alone = await exec(['labs/meets-*.md', '--timeout', '1s', '--jobs', '1']);
    expect(alone.stdout).toContain('2 files, one after another\n');
    // The first waits in vain; the second finds what it has left.
    const ends = [...alone.stdout.matchAll(/^. (labs\/\S+ \w+) in /gm)].map(([, end]) => end);
    expect(ends).toEqual(['labs/meets-one.md failed', 'labs/meets-other.md passed']);
    expect(alone.code).toBe(1);
  });

  it('wait for each other when they use the same port', async () => {
    const { code, events: all } = await events(['labs/serves-*.md', 'labs/passes.md', '--jobs', '3']);
    const at = (type: string, file: string): number =>
      all.findIndex((event) => event.type === type && 'file' in event && event.file === file);
    expect(at('file-started', 'labs/serves-other.md')).toBeGreaterThan(
      at('file-finished', 'labs/serves-one.md'),
    );
    expect(at('file-started', 'labs/passes.md')).toBeLessThan(at('file-finished', 'labs/serves-one.md'));
    expect(code).toBe(0);
  });

  it('have a sandbox of their own, with what they require in it', async () => {
    const { code, events: all } = await events(['labs/namespace-*.md', '--jobs', '2']);
    const made = all.filter(
      (event) => event.type === 'runbook-started' && event.runbook.source.file === 'labs/base.md',
    );
    expect(made.map((event) => (event as EventInBatch).run.file).toSorted()).toEqual([
      'labs/namespace-one.md',
      'labs/namespace-other.md',
    ]);
    expect(code).toBe(0);
  });

  it('are told of one by one, whole, however much they print at once', async () => {
    const args = ['labs/chatty-*.md', 'labs/passes.md', '--jobs', '3', '--verbose'];
    const { stdout, code } = await exec(args);
    const printed = [...stdout.matchAll(/\| (one|other) (\d+)$/gm)].map(
      ([, page, line]) => `${page} ${line}`,
    );
    const of = (page: string): readonly string[] =>
      Array.from({ length: 200 }, (_, at) => `${page} ${at + 1}`);
    expect([
      [...of('one'), ...of('other')],
      [...of('other'), ...of('one')],
    ]).toContainEqual(printed);
    expect(code).toBe(0);
  });

  it('give one stream of events that keeps to the schema, file by file', async () => {
    const { events: all } = await events([
      'labs/chatty-*.md',
      'labs/fails.md',
      '--jobs',
      '3',
      '--retries',
      '1',
    ]);
    const { anyOf, $defs } = eventSchema;
    for (const event of all) expect(faultsIn(event, { anyOf }, $defs), event.type).toEqual([]);
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, at) => at + 1));
    const named = all.flatMap((event) => ('run' in event ? [`${event.run.file} ${event.run.nth}`] : []));
    const stretches = named.filter((name, at) => name !== named[at - 1]);
    expect(stretches.toSorted()).toEqual([
      'labs/chatty-one.md 1',
      'labs/chatty-other.md 1',
      'labs/fails.md 1',
      'labs/fails.md 2',
    ]);
    for (const name of stretches) {
      const times = all.flatMap((event) =>
        'run' in event && `${event.run.file} ${event.run.nth}` === name ? [event.atMs] : [],
      );
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }
  });

  it('are all run whatever fails, and the worst decides the exit code', async () => {
    const { code, stdout, stderr } = await exec([
      'labs/fails.md',
      'labs/tool.md',
      'labs/passes.md',
      '--jobs',
      '2',
    ]);
    expect(stdout).toContain('\n✓ labs/passes.md passed in ');
    expect(stdout.slice(stdout.indexOf('\nFailed\n'))).toContain(
      '    labs/fails.md:7:1 expect row: one 2 three: expected a line with one 2 three; closest: one two three\n',
    );
    expect(stdout).toMatch(/\nerrored in .*: 3 files \(1 passed, 1 failed, 1 errored\)\n/);
    expect(stdout).toContain('\nrerun   runbook exec labs/fails.md labs/tool.md --jobs 2\n');
    expect(stderr).toBe('');
    expect(code).toBe(3);
  });

  it('are not begun after one that failed, with --bail', async () => {
    const { code, stdout } = await exec(['labs/fails.md', 'labs/passes.md', '--bail']);
    expect(stdout).toContain('\n- labs/passes.md skipped: labs/fails.md did not pass\n');
    expect(stdout).toContain('\nrerun   runbook exec labs/fails.md labs/passes.md --jobs 1\n');
    expect(code).toBe(1);
  });

  it('do not take each other down', async () => {
    const { code, stdout } = await exec(['labs/dies.md', 'labs/passes.md', '--jobs', '2']);
    expect(stdout).toContain('\n! labs/dies.md errored in ');
    expect(stdout).toContain(': its process was ended by SIGKILL\n');
    expect(stdout).toContain('\n✓ labs/passes.md passed in ');
    expect(code).toBe(3);
  });
});

describe('records of files that are run each by itself', () => {
  it('are written and compared by each run, which says so in its report', async () => {
    const labs = join(folder, 'labs');
    await mkdir(labs);
    for (const page of ['passes.md', 'chatty-one.md'])
      await copyFile(join(cwd, 'labs', page), join(labs, page));
    const recorded = await exec(['labs', '--jobs', '2', '--record'], { cwd: folder });
    expect(recorded.stdout).toContain(
      '  Recorded labs/passes.md in labs/passes.record.json: new.\n✓ labs/passes.md',
    );
    expect(there('labs/chatty-one.record.json')).toBe(true);
    await writeFile(
      join(labs, 'passes.md'),
      '# Passes\n\n```bash\necho all is other\n# expect: all is\n```\n',
    );
    const verified = await exec(['labs', '--jobs', '2', '--verify-record'], { cwd: folder });
    expect(verified.stdout).toMatch(
      /\n✗ labs\/passes\.md failed in .*: labs\/passes\.md did not come to what its record says/,
    );
    expect(verified.stdout).toContain('\n✓ labs/chatty-one.md passed in ');
    expect(verified.code).toBe(1);
  });
});

describe('--retries', () => {
  it('says of a file that passes only then that it is flaky, in every report, and passes', async () => {
    const junit = join(folder, 'out/junit.xml');
    const page = join(folder, 'out/page.md');
    const args = ['labs/flaky.md', 'labs/passes.md', '--retries', '2'];
    const reports = ['text', `junit=${junit}`, `markdown=${page}`].flatMap((name) => ['--reporter', name]);
    const { code, stdout, stderr } = await exec([...args, ...reports]);
    expect(stdout).toMatch(/\n≈ labs\/flaky\.md flaky in .*: it passed in run 2\n/);
    expect(stdout).toContain('run 1: labs/flaky.md:7:1 expect: done');
    expect(stdout).toMatch(/\npassed in .*: 2 files \(1 passed, 1 flaky\)\n/);
    expect(stderr.split('\n').slice(-3)).toEqual([
      `report  junit: ${junit}`,
      `report  markdown: ${page}`,
      '',
    ]);
    const suites = readJunit(await readFile(junit, 'utf8'));
    expect(suites.attributes).toMatchObject({ failures: '0', errors: '0' });
    expect(elements(suites, 'flakyFailure')).toHaveLength(1);
    expect(await readFile(page, 'utf8')).toContain('| **≈ flaky** | labs/flaky.md | 2 |');
    expect(code).toBe(0);
  });

  it('on GitHub makes a warning of it', async () => {
    const { stdout } = await exec(['labs/flaky.md', '--retries', '1', '--reporter', 'github']);
    expect(stdout).toContain('\n::warning file=labs/flaky.md,line=7,');
    expect(stdout).not.toContain('::error');
  });

  it('can be made to fail', async () => {
    const { code, stdout } = await exec(['labs/flaky.md', '--retries', '1', '--fail-on-flaky']);
    expect(stdout).toMatch(/\nfailed in .*: 1 file \(1 flaky\)\n/);
    expect(code).toBe(1);
  });

  it('gives up after the last', async () => {
    const { code, stdout } = await exec(['labs/fails.md', '--retries', '2']);
    expect(stdout).toMatch(/\n✗ labs\/fails\.md failed in .*: it ran 3 times\n/);
    expect(code).toBe(1);
  });
});

describe('--shard', () => {
  it('runs every file in exactly one shard', async () => {
    const pages = ['labs/chatty-*.md', 'labs/serves-*.md', 'labs/passes.md'];
    const parts = [];
    for (const shard of ['1/3', '2/3', '3/3']) {
      const { code, events: all } = await events([...pages, '--shard', shard]);
      expect(code).toBe(0);
      expect(all[0]).toMatchObject({ type: 'batch-started', shard: { of: 3, total: 5 } });
      parts.push(...about(all, 'file-finished'));
    }
    expect(parts.toSorted()).toEqual([
      'labs/chatty-one.md',
      'labs/chatty-other.md',
      'labs/passes.md',
      'labs/serves-one.md',
      'labs/serves-other.md',
    ]);
  });

  it('may be empty, and says so', async () => {
    const { code, stdout } = await exec(['labs/passes.md', '--shard', '2/2']);
    expect(stdout).toContain('no file to run, shard 2/2 of 1\n');
    expect(code).toBe(0);
  });
});

describe('patterns', () => {
  it('are looked up as given, then under runbooks/', async () => {
    const fixtures = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));
    const { code, stdout } = await exec(['lab?/*.md'], { cwd: fixtures });
    expect(stdout).toContain('runbooks/labs/hello.md');
    expect(code).toBe(0);
  });
});

/** Does something once, when both of the slow pages have begun. */
function whenBegun(act: (child: ChildProcess) => unknown): NonNullable<CliOptions['onOutput']> {
  let acted = false;
  return async (_, child) => {
    if (acted) return;
    acted = true;
    while (!there('begun-one') || !there('begun-other')) await pause(20);
    act(child);
  };
}

describe.skipIf(process.platform !== 'linux')('many runs that are ended', () => {
  const left = () =>
    untilGone(async () => ({
      processes: await processesWith(mark),
      files: (await readdir(folder)).filter((name) => name.startsWith('runbook-')),
    }));

  it('clean up after Ctrl-C, tell of what was not begun, and leave nothing', async () => {
    const junit = join(folder, 'junit.xml');
    const reporters = ['--reporter', 'text', '--reporter', `junit=${junit}`];
    const args = ['labs/slow-*.md', 'labs/passes.md', '--jobs', '2', ...reporters];
    const { code, stdout, stderr } = await exec(args, {
      onOutput: whenBegun((child) => child.kill('SIGINT')),
    });
    expect(code).toBe(130);
    expect(there('tidied-one') && there('tidied-other')).toBe(true);
    expect(stderr).toContain('Stopping');
    expect(stdout).toContain('■ labs/passes.md cancelled: interrupted before it\n');
    expect(stdout).toMatch(/\ncancelled in .*: 3 files \(3 cancelled\)\n/);
    expect(elements(readJunit(await readFile(junit, 'utf8')), 'error').length).toBeGreaterThan(1);
    expect(await left()).toEqual({ processes: [], files: [] });
  });

  it('clean up and leave nothing even when the process that started them is killed', async () => {
    const { code } = await exec(['labs/slow-*.md', '--jobs', '2'], {
      onOutput: whenBegun((child) => child.kill('SIGKILL')),
    });
    expect(code).toBe(null);
    expect(await left()).toEqual({ processes: [], files: [] });
    expect(there('tidied-one') && there('tidied-other')).toBe(true);
  });
});
