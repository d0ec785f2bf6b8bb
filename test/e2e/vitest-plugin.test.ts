import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectGolden } from '../helpers/golden.ts';
import { processesWith, untilGone } from '../helpers/processes.ts';
import { runModule, runVitest, vitestProject } from './run-vitest.ts';

const options = `{ env: { WHO: 'world', API_TOKEN: 's3cr3t-value' } }`;

/** What vitest's JSON reporter says of one test. */
type Told = { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string };
type Report = {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Told[] }[];
};

/** Every test with what it came to, by the name of its page. */
async function resultsIn(folder: string, file: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { testResults } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Report;
  return Object.fromEntries(
    testResults.map(({ name, assertionResults }) => [
      name.slice(folder.length + 1),
      assertionResults.map(({ ancestorTitles, title, status }) =>
        [...ancestorTitles.slice(1), `${title}: ${status}`].join(' > '),
      ),
    ]),
  );
}

async function guideConfig(): Promise<string> {
  const page = new URL('../../docs-site/src/content/docs/guide/in-ci.md', import.meta.url);
  const [, config = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(await readFile(page, 'utf8')) ?? [];
  return config;
}

/** Durations and places of the machine are others each time. */
function steady(printed: string, folder: string): string {
  return printed
    .replaceAll(folder, '/project')
    .replaceAll(/\b[\d.]+ ?m?s\b/g, 'N ms')
    .replaceAll(/^ +(?:Start at|Duration|Isolate|at least).*\n/gm, '')
    .replaceAll(/ +$/gm, '');
}

describe('pages as test modules', () => {
  it('tell each step, its output and its failure as vitest tells tests', async () => {
    await using project = await vitestProject('told', options);
    const { folder } = project;
    const reporters = ['default', 'junit', 'json', 'github-actions'].map((name) => `--reporter=${name}`);
    const files = ['--outputFile.junit=junit.xml', '--outputFile.json=told.json'];
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder };
    const args = ['run', '--retry=2', '--maxWorkers=1', ...reporters, ...files];
    const { code, stdout, stderr } = await runVitest(project, args, { env });
    expect(code).toBe(1);
    expect(await resultsIn(folder, 'told.json')).toEqual({
      'runbooks/README.md': ['runbooks/README.md: skipped'],
      'runbooks/base.md': ['Lay the ground: passed', 'Take it away: passed'],
      'runbooks/lacks.md': ['Use it: skipped'],
      'runbooks/malformed.md': [],
      'runbooks/page.md': [
        'requires Base > Lay the ground: passed',
        'requires Ready > Not needed: skipped',
        'Say hello: passed',
        'See what vitest is not to bring along: passed',
        'Ask for 200: failed',
        'Never reached: skipped',
        'By hand: skipped',
        'Not here: skipped',
        'Clean up more: failed',
        'Clean up: passed',
        'cleanup of Base > Take it away: passed',
      ],
      'runbooks/passes.md': ['One: passed', 'Two: passed', 'Clean up: passed'],
      'runbooks/ready.md': ['Not needed: failed'],
    });
    expect(await readFile(join(folder, 'runbooks/tries.txt'), 'utf8')).toBe('once\n');
    for (const written of [stdout, stderr, await readFile(join(folder, 'junit.xml'), 'utf8')])
      expect(written).not.toContain('s3cr3t-value');

    // A person reads which steps were left out and why, and the page's lines around what is wrong.
    const [tree = ''] = /^ ❯ runbooks\/page\.md[\s\S]*?\n(?=\S| [✓❯] r|\n)/m.exec(stdout) ?? [];
    const failures = stderr.slice(stderr.indexOf('⎯⎯⎯')).replace(/[\s\S]*?(?=⎯+ Failed Suites)/, '');
    expectGolden(
      steady(`${tree}\n${failures}`, folder),
      new URL('../goldens/vitest/told.txt', import.meta.url),
    );
    const annotations = stdout.replaceAll(`${folder}/`, '').matchAll(/^::error file=(.*?),.*?line=(\d+)/gm);
    expect([...annotations].map(([, file, line]) => `${file}:${line}`)).toEqual([
      'runbooks/lacks.md:3',
      'runbooks/lacks.md:3',
      'runbooks/malformed.md:3',
      'runbooks/malformed.md:5',
      'runbooks/page.md:27',
      'runbooks/page.md:58',
      'runbooks/ready.md:9',
    ]);
    const junit = await readFile(join(folder, 'junit.xml'), 'utf8');
    expect(junit).toMatch(
      /name="A page that fails &gt; Say hello"[\s\S]*?<system-out>\nhello world, my token is/,
    );
  });

  it('run just the selected step, after what the page requires and before its cleanup', async () => {
    await using project = await vitestProject('told', options);
    const { folder } = project;
    const args = ['run', 'page.md', '-t', 'Say hello', '--reporter=json', '--outputFile=told.json'];
    const { code, stderr } = await runVitest(project, [...args, '--reporter=default']);
    const { 'runbooks/page.md': tests = [] } = await resultsIn(folder, 'told.json');
    expect(tests.filter((test) => !test.endsWith('skipped'))).toEqual(['Say hello: passed']);
    expect(await readFile(join(folder, 'runbooks/ground.txt'), 'utf8')).toBe('the ground is laid\n');
    // Nobody selected its cleanup, which fails all the same.
    expect(code).toBe(1);
    expect(stderr).toMatch(/Failed Suites 1[\s\S]*page\.md:58:1 {2}exit code 1/);
    expect(stderr).not.toContain('HTTP 200');
  });

  it('are listed without being run, each step at the line of its heading, and come apart into shards', async () => {
    await using project = await vitestProject('told', options);
    const listed = await runVitest(project, ['list', 'passes.md', '--json']);
    const tests = JSON.parse(listed.stdout) as readonly {
      readonly name: string;
      readonly location: { readonly line: number };
    }[];
    expect(tests.map(({ name, location }) => `${location.line} ${name}`)).toEqual([
      '3 A page that passes > One',
      '9 A page that passes > Two',
      '15 A page that passes > Clean up',
    ]);
    const shards = await Promise.all(
      ['1/2', '2/2'].map((shard) => runVitest(project, ['list', '--filesOnly', `--shard=${shard}`])),
    );
    const files = shards.map(({ stdout }) => stdout.trim().split('\n'));
    expect(files.map(({ length }) => length)).toEqual([4, 3]);
    expect(new Set(files.flat()).size).toBe(7);
  });

  it('run at the same time, each with a sandbox of its own, but not when they use the same port', async () => {
    await using project = await vitestProject('apart');
    // As the guide shows it.
    await writeFile(join(project.folder, 'vitest.config.mjs'), await guideConfig());
    const { code, stdout, stderr } = await runVitest(project, [
      'run',
      '--maxWorkers=4',
      '--reporter=verbose',
    ]);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('target  SIMULATED  the embedded sandbox');
  });

  it('run again when they are edited, or a file that they name is', async () => {
    await using project = await vitestProject('watch');
    const edits = [
      { file: 'edited.md', text: '# Edited\n\n```bash\necho "second text"\n```\n' },
      { file: 'data/values.txt', text: 'second values\n' },
    ];
    const parts: string[] = [];
    let seen = 0;
    const { stdout } = await runVitest(project, ['--watch', '--reporter=default'], {
      onOutput: (printed, child) => {
        const end = printed.indexOf('Waiting for file changes', seen);
        if (end === -1) return;
        parts.push(printed.slice(seen, end));
        seen = end + 1;
        const edit = edits.shift();
        if (edit === undefined) child.kill('SIGTERM');
        else void writeFile(join(project.folder, 'runbooks', edit.file), edit.text);
      },
    });
    expect(parts, stdout).toHaveLength(3);
    expect(parts[0]).toContain('first text');
    expect(parts[0]).toContain('first values');
    expect(parts[1]).toContain('second text');
    expect(parts[1]).not.toContain('values');
    expect(parts[2]).toContain('second values');
    expect(parts[2]).not.toContain('text\n');
  });

  it.skipIf(process.platform !== 'linux').for(['SIGINT', 'SIGKILL'] as const)(
    'are cleaned up after when vitest is ended by %s, and nothing outlives that',
    async (signal) => {
      await using project = await vitestProject('slow');
      const mark = `RUNBOOK_VITEST_TEST=${randomUUID()}`;
      const [name = '', value = ''] = mark.split('=');
      const started = join(project.folder, 'runbooks/started.txt');
      let ended = false;
      await runVitest(project, ['run'], {
        env: { [name]: value },
        onOutput: async (_, child) => {
          if (ended) return;
          ended = true;
          await untilGone(async () => ({ waiting: existsSync(started) ? [] : [started] }));
          child.kill(signal);
        },
      });
      expect(await untilGone(async () => ({ processes: await processesWith(mark) }))).toEqual({
        processes: [],
      });
      expect(await readFile(join(project.folder, 'runbooks/cleaned.txt'), 'utf8')).toBe('cleaned\n');
    },
  );

  it('are cleaned up after when the run is cancelled, before vitest says what came of it', async () => {
    await using project = await vitestProject('slow');
    const { stdout } = await runModule(project, ['runbooks/cancel.mjs']);
    expect(stdout).toMatch(/↓ .* > Take long .*\[The test run was aborted by the user\.\]/);
    expect(await readFile(join(project.folder, 'runbooks/cleaned.txt'), 'utf8')).toBe('cleaned\n');
  });

  it('are refused with a target that is none, before anything is touched', async () => {
    await using project = await vitestProject('watch', "{ target: 'sandbx' }");
    const { code, stderr } = await runVitest(project, ['run']);
    expect(code).toBe(1);
    expect(stderr).toContain('The `target` of runbook() is auto, sandbox, cluster, not `sandbx`.');
  });
});
