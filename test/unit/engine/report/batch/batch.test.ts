import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchStreamEvent } from '../../../../../src/engine/model/batch.ts';
import { batchMarkdownPage } from '../../../../../src/engine/report/batch/markdown.ts';
import { initialBatch, reduceBatch } from '../../../../../src/engine/report/batch/state.ts';
import { eventSchema } from '../../../../../src/engine/report/event-schema.ts';
import { expectGolden } from '../../../../helpers/golden.ts';
import { faultsIn } from '../../../../helpers/json-schema.ts';
import { elements, readJunit } from '../../../../helpers/junit-schema.ts';
import { sharedPlay } from '../../../../helpers/play.ts';
import { batchEvents, mixedBatch, runBatchReporter } from '../batch-events.ts';
import { normalized } from '../run-reporter.ts';
import { commandsOf } from '../workflow-log.ts';

const world = { cwd: '/repo/docs', env: { GITHUB_WORKSPACE: '/repo' } };

let folder = '';
let mixed: readonly BatchStreamEvent[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  mixed = await mixedBatch(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const golden = (name: string): URL => new URL(`../../../../goldens/report/batch/${name}`, import.meta.url);

describe('the reporters of many runs', () => {
  it.each([
    ['text', 'text.txt'],
    ['markdown', 'markdown.md'],
    ['junit', 'junit.xml'],
    ['github', 'github.txt'],
  ] as const)('tell of all in one go: %s', async (name, file) => {
    const text = await runBatchReporter(name, mixed, { world });
    expectGolden(normalized(text), golden(file));
  });
});

describe('the junit file of many runs', () => {
  it('keeps to the schema, counts what is in it, and names no case twice', async () => {
    const suites = readJunit(await runBatchReporter('junit', mixed));
    const cases = elements(suites, 'testcase');
    expect(suites.attributes).toMatchObject({
      tests: String(cases.length),
      failures: String(elements(suites, 'failure').length),
      errors: String(elements(suites, 'error').length),
    });
    const names = cases.map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a case that passed in the end as passed, with what it came to before as surefire tells it', async () => {
    const suites = readJunit(await runBatchReporter('junit', mixed));
    const [suite] = suites.children.filter(({ attributes }) => attributes.name === 'many/labs/flaky.md');
    if (suite === undefined) throw new Error('no suite of the flaky file');
    expect(suite.attributes).toMatchObject({ failures: '0', errors: '0' });
    const [before] = elements(suite, 'flakyFailure');
    expect(before?.attributes.message).toContain('many/labs/flaky.md:7:1 expect: done');
    expect(elements(suite, 'stackTrace')[0]?.text).toContain('not yet');
    expect(elements(suites, 'rerunFailure').length).toBeGreaterThan(0);
  });

  it('is whole and not green when the batch breaks off, at any event', async () => {
    const passing = mixed.slice(0, mixed.findIndex(({ type }) => type === 'file-finished') + 1);
    for (let end = 0; end < passing.length; end += 1) {
      const suites = readJunit(await runBatchReporter('junit', passing.slice(0, end)));
      expect(elements(suites, 'error').length, `after ${end} events`).toBeGreaterThan(0);
    }
  });

  it('tells the same required runbook apart by who needed it', async () => {
    const { events } = await sharedPlay(['run/builds-on-failure.md']);
    const twice = batchEvents([
      { file: 'run/builds-on-failure.md', runs: [events] },
      { file: 'run/other.md', runs: [events] },
    ]);
    const suites = readJunit(await runBatchReporter('junit', twice));
    expect(suites.children.map(({ attributes }) => attributes.name)).toEqual(
      expect.arrayContaining([
        'run/base-fails for run/builds-on-failure.md',
        'run/base-fails for run/other.md',
      ]),
    );
  });
});

describe('the github log of many runs', () => {
  it('folds each run, and annotates failures as errors, of a flaky file as warnings', async () => {
    const commands = commandsOf(await runBatchReporter('github', mixed, { world }));
    const groups = commands.filter(({ name }) => name === 'group').map(({ data }) => data);
    expect(groups).toEqual([
      'run/passes.md',
      'run/fails.md',
      'run/fails.md (run 2 of 2)',
      'many/labs/flaky.md',
      'many/labs/flaky.md (run 2 of 2)',
      'run/builds-on-failure.md',
      'run/skips.md',
    ]);
    const said = commands.filter(({ name }) => name === 'warning' || name === 'error');
    expect(said.map(({ name, properties }) => `${name} ${properties.file} ${properties.title}`)).toEqual([
      'error docs/run/fails.md expect: zwei',
      'error docs/run/fails.md false',
      'warning docs/many/labs/flaky.md flaky: expect: done',
      'error docs/run/base-fails.md false',
      'error docs/run/skips.md run/skips.md',
    ]);
  });

  it('adds one page to the summary of the job', async () => {
    const file = join(folder, 'summary.md');
    const env = { ...world.env, GITHUB_STEP_SUMMARY: file };
    await runBatchReporter('github', mixed, { world: { ...world, env } });
    expect(await readFile(file, 'utf8')).toMatch(/^## ! errored: 6 runbooks, shard 1\/4\n/);
  });
});

describe('the page of many runs', () => {
  it('stays within its limit, with the table of files and what failed first', () => {
    const state = mixed.reduce(reduceBatch, initialBatch);
    const limit = 3000;
    const page = batchMarkdownPage(state, { limit });
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit);
    expect(page).toContain('### Failed');
    expect(page).toMatch(/… \d+ more parts? left out/);
  });
});

describe('the events of many runs', () => {
  it('fit the schema, with the run that they belong to', async () => {
    const { anyOf, $defs } = eventSchema;
    const lines = (await runBatchReporter('ndjson', mixed)).trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    for (const event of events) expect(faultsIn(event, { anyOf }, $defs), event.type).toEqual([]);
    expect(events.some(({ run }) => run?.file === 'many/labs/flaky.md' && run.nth === 2)).toBe(true);
    const { run: _, ...unnamed } = events.find(({ run }) => run !== undefined);
    expect(faultsIn({ ...unnamed, run: { file: 'x.md' } }, { anyOf }, $defs)).not.toEqual([]);
  });
});
