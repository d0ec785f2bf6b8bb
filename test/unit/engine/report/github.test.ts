import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGolden } from '../../../helpers/golden.ts';
import { sharedPlay } from '../../../helpers/play.ts';
import { eventsWithDiagnosis } from './events-with-diagnosis.ts';
import { normalized, runReporter } from './run-reporter.ts';
import { commandsOf } from './workflow-log.ts';

const world = { cwd: '/repo/docs', env: { GITHUB_WORKSPACE: '/repo' } };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the github reporter', () => {
  it.each(['passes', 'fails', 'differs', 'exits', 'background', 'skips', 'earlier'])(
    'tells of run/%s.md',
    async (name) => {
      const { events } = await sharedPlay([`run/${name}.md`]);
      const log = await runReporter('github', events, { world });
      expectGolden(normalized(log), new URL(`../../../goldens/report/github/${name}.txt`, import.meta.url));
    },
  );

  it('annotates the line of each check that is not met, from the root of the repository', async () => {
    const { events } = await sharedPlay(['run/differs.md', 'run/outputs.md']);
    const log = await runReporter('github', events, { world });
    const errors = commandsOf(log).filter(({ name }) => name === 'error');
    expect(errors.map(({ properties: { file, line, endLine } }) => `${file}:${line}-${endLine}`)).toEqual([
      'docs/run/differs.md:17-17',
      'docs/run/differs.md:19-19',
      'docs/run/differs.md:20-20',
      'docs/run/outputs.md:54-54',
    ]);
    expect(errors[0]?.properties.title).toBe(
      'expect row within 300ms: bookinfo reviews 10.x.x.x agw-waypoint 3/3',
    );
  });

  it('tells what was found about a failure, and what is left behind', async () => {
    const log = normalized(await runReporter('github', await eventsWithDiagnosis('cluster'), { world }));
    expectGolden(log, new URL('../../../goldens/report/github/found.txt', import.meta.url));
  });

  it.each([false, true])('lets no output give commands to the runner (verbose: %s)', async (verbose) => {
    const { events } = await sharedPlay(['run/hostile.md']);
    const log = await runReporter('github', events, { world, verbose });
    const commands = commandsOf(log).filter(({ name }) => name !== 'stop-commands');
    expect(commands.map(({ name }) => name)).toEqual(['group', 'endgroup', 'error', 'error', 'notice']);
    expect(commands[0]?.data).toBe('A step | with marks & <tags>');
    expect(commands[2]).toMatchObject({
      properties: { title: 'expect: ``` never printed %0A ::error::x', line: '10' },
    });
    expect(log).toContain('::error file=x.md::made up');
  });

  it('appends a summary for the job, beside what is in it', async () => {
    const file = join(folder, 'summary.md');
    await writeFile(file, '# Before\n');
    const { events } = await sharedPlay(['run/fails.md']);
    const env = { ...world.env, GITHUB_STEP_SUMMARY: file };
    await runReporter('github', events, { world: { ...world, env } });
    expect(await readFile(file, 'utf8')).toBe(`# Before\n${await runReporter('markdown', events)}`);
  });

  it('leaves out of the summary what would make it larger than GitHub takes', async () => {
    const file = join(folder, 'full.md');
    await writeFile(file, '.'.repeat(1024 * 1024 - 1000));
    const { events } = await sharedPlay(['run/differs.md']);
    const env = { ...world.env, GITHUB_STEP_SUMMARY: file };
    await runReporter('github', events, { world: { ...world, env } });
    const text = await readFile(file, 'utf8');
    expect(text.length).toBeLessThanOrEqual(1024 * 1024);
    expect(text).toContain('… 1 more part left out; the log has it all.');
  });

  it('says so when the summary cannot be written, and goes on', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'no/such/folder.md') };
    const log = await runReporter('github', events, { world: { ...world, env } });
    expect(commandsOf(log).at(-1)).toMatchObject({ name: 'warning' });
  });

  it('closes what is open when the run breaks off', async () => {
    const { events } = await sharedPlay(['run/fails.md']);
    const end = events.findIndex(({ type }) => type === 'statement-finished');
    const log = await runReporter('github', events.slice(0, end), { world });
    expect(commandsOf(log).map(({ name }) => name)).toEqual(['group', 'endgroup']);
  });
});
