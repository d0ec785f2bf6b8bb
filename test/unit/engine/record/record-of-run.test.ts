import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RecordedStatement, RunRecord } from '../../../../src/engine/model/record.ts';
import { differencesIn } from '../../../../src/engine/record/differences.ts';
import { driftOf } from '../../../../src/engine/record/drift.ts';
import { readRecord } from '../../../../src/engine/record/read-record.ts';
import { recordJson } from '../../../../src/engine/record/record-json.ts';
import { recordSchema } from '../../../../src/engine/record/record-schema.ts';
import { renewRecord } from '../../../../src/engine/record/renew-record.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { faultsIn } from '../../../helpers/json-schema.ts';
import { recordRun } from './record-run.ts';

const page = 'record/prints.md';
const kept = new URL('../../../fixtures/record/prints.record.json', import.meta.url);

/** The record that is checked in beside the page; `UPDATE_GOLDENS=1` makes it anew. */
async function recordedEarlier(): Promise<RunRecord> {
  if (process.env.UPDATE_GOLDENS === '1') expectGolden(recordJson((await recordRun(page)).record), kept);
  const read = readRecord({ file: 'prints.record.json', text: readFileSync(kept, 'utf8') });
  if ('diagnostic' in read) throw new Error(read.diagnostic.message);
  return read.record;
}

function statement({ blocks }: RunRecord, block: string, at = 0): RecordedStatement | undefined {
  const own = blocks.find((each) => each.block === block);
  return own?.segments.flatMap(({ statements }) => statements)[at];
}

describe('a run that is recorded again', () => {
  it('leaves the record as it is, byte for byte, whatever differs from run to run', async () => {
    const earlier = await recordedEarlier();
    const { runbook, record } = await recordRun(page);
    expect(record).not.toEqual(earlier);
    expect(recordJson(renewRecord(runbook, record, earlier))).toBe(recordJson(earlier));
    expect(driftOf(runbook, earlier)).toEqual([]);
    expect(differencesIn(runbook, record, earlier)).toEqual([]);
  });

  it('has another day when it is another day', async () => {
    const earlier = await recordedEarlier();
    const { runbook, record } = await recordRun(page);
    const renewed = renewRecord(runbook, { ...record, verified: '2026-02-01' }, earlier);
    expect(renewed).toEqual({ ...earlier, verified: '2026-02-01' });
  });

  it.for<[string, Record<string, string>, string, string]>([
    ["a Service's port", { PORT: '9081' }, 'echo "web', '9080/TCP'],
    ['a row that is missing', { ROWS: '1' }, 'for name in', 'cache-'],
    ['an exit code', { CODE: '4' }, '(exit "$CODE")', '-exit code 3\n+exit code 4'],
  ])('differs in %s, and nothing else', async ([, env, command, diff]) => {
    const earlier = await recordedEarlier();
    const { runbook, record } = await recordRun(page, { env });
    const [found, ...others] = differencesIn(runbook, record, earlier);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'record/differs', message: expect.stringContaining(command) });
    expect(found?.diff).toContain(diff);
    expect(recordJson(renewRecord(runbook, record, earlier))).not.toBe(recordJson(earlier));
  });

  it('keeps the lines of before beside one that has changed', async () => {
    const earlier = await recordedEarlier();
    const { runbook, record } = await recordRun(page, { env: { ROWS: '1' } });
    const lines = statement(renewRecord(runbook, record, earlier), 'pods')?.stdout?.lines;
    expect(lines).toEqual(statement(earlier, 'pods')?.stdout?.lines.slice(0, 2));
  });
});

describe('a record of a page that makes secrets', () => {
  it('holds none of them, neither in what was printed nor in what the page says', async () => {
    const { record } = await recordRun('run/secrets-of-the-page.md');
    const text = recordJson(record);
    expect(text).toContain('env: FM_TOKEN=***');
    expect(text).toContain('INNER_PASSWORD=***');
    expect(text.match(/made-\d|frontmatter-|only-sandbox|written-(?:in|for)/g)).toBeNull();
  });
});

describe('a figure of seconds', () => {
  it.for([
    [7.2, 5, 5],
    [7.6, 5, 7.6],
    [2.4, 5, 2.4],
    [0.9, 0.1, 0.1],
    [1.4, 0.1, 1.4],
  ] as const)('of %s after %s is written as %s', async ([now, earlier, written]) => {
    const { runbook, record } = await recordRun(page);
    const renewed = renewRecord(runbook, { ...record, seconds: now }, { ...record, seconds: earlier });
    expect(renewed.seconds).toBe(written);
  });
});

describe('a record', () => {
  it('has what a reader sees: no colours, what was written last on a line, the ends of a long output', async () => {
    const { record } = await recordRun(page);
    expect(statement(record, 'rollout', 3)?.stdout).toEqual({ lines: ['downloaded'] });
    expect(statement(record, 'rollout', 4)).toMatchObject({ stderr: { lines: ['green'] } });
    const much = statement(record, 'much')?.stdout;
    expect(much?.omitted).toEqual({ after: 40, lines: 940 });
    expect(much?.lines.slice(38, 42)).toEqual(['39', '40', '981', '982']);
  });

  it('has no secret, known before or learnt while it ran, in commands nor in output', async () => {
    const inherited = { ...process.env, API_TOKEN: 'tok-0123456789' };
    const { record, runbook } = await recordRun(page, { inherited });
    const text = recordJson(record);
    expect(text).toContain('it is ***, and the token is ***');
    expect(text).not.toMatch(/correct horse|tok-0123/);
    expect(driftOf(runbook, record)).toEqual([]);
  });

  it('says what was left out and why', async () => {
    const { record } = await recordRun(page);
    expect(statement(record, 'skipped')).toMatchObject({ outcome: 'skipped', reason: 'nobody has that' });
    expect(statement(record, 'by-hand')).toMatchObject({
      outcome: 'skipped',
      reason: 'needs a person to do it',
    });
    expect(statement(record, 'away')).toMatchObject({ outcome: 'passed', stdout: { lines: ['gone'] } });
  });

  it('fits its schema, which is public', async () => {
    const { $defs, ...schema } = recordSchema;
    const { record } = await recordRun(page);
    const read = JSON.parse(recordJson(record)) as Record<string, unknown>;
    expect(faultsIn(read, schema, $defs)).toEqual([]);
    expect(faultsIn({ ...read, format: 1 }, schema, $defs)).not.toEqual([]);
    expect(faultsIn({ ...read, blocks: [{}] }, schema, $defs)).not.toEqual([]);
  });
});
