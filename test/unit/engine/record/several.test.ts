import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadRunbook } from '../../../../src/engine/load.ts';
import type { RunRecord } from '../../../../src/engine/model/record.ts';
import { badgeOf, badgeSvg } from '../../../../src/engine/record/badge.ts';
import { proseDigest } from '../../../../src/engine/record/evidence.ts';
import { faultsOfRecords } from '../../../../src/engine/record/faults.ts';
import { labelOfRun } from '../../../../src/engine/record/label-of-run.ts';
import { loadRecords, shownRecord } from '../../../../src/engine/record/load-records.ts';
import { orphanedRecords } from '../../../../src/engine/record/orphaned-records.ts';
import { recordJson } from '../../../../src/engine/record/record-json.ts';
import { standingsOf } from '../../../../src/engine/record/standing.ts';

const age = { now: new Date('2026-02-02') };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
  writeFileSync(join(folder, 'page.md'), page());
});
afterEach(() => rmSync(folder, { recursive: true }));

const page = (said = 'on') => `# Page\n\n\`\`\`bash\necho ${said}\n# expect: ${said}\n\`\`\`\n`;
const file = () => ({ file: 'page.md', path: join(folder, 'page.md') });

/** Writes a record of the page as it is. */
function record(name: string, target: Partial<RunRecord['target']>, more: Partial<RunRecord> = {}): void {
  const { runbook } = loadRunbook(file());
  const value: RunRecord = {
    format: 2,
    verified: '2026-01-31',
    by: 'runbook 0.1.0',
    target: { name: 'sandbox', simulated: true, clusters: {}, tools: {}, ...target },
    seconds: 1,
    head: [],
    prose: proseDigest(runbook),
    blocks: [
      {
        step: 'page',
        block: 'page',
        fence: 'bash',
        segments: [
          {
            statements: [{ source: ['echo on'], outcome: 'passed', stdout: { lines: ['on'] } }],
            expectations: ['# expect: on'],
          },
        ],
      },
    ],
    ...more,
  };
  writeFileSync(join(folder, name), recordJson(value));
}

const cluster = {
  name: 'cluster',
  simulated: false,
  clusters: { C: { context: 'kind', version: 'v1.33.1' } },
};

describe('a page with a record for each target', () => {
  beforeEach(() => {
    record('page.record.json', {});
    record('page.kind-1.33.record.json', cluster, { verified: '2026-01-30' });
  });

  test('has them all, the one without a name first', () => {
    expect(loadRecords(file()).map(({ label }) => label)).toEqual([undefined, 'kind-1.33']);
  });

  test('shows that of clusters before a simulated one, however old', () => {
    expect(shownRecord(loadRecords(file()))?.label).toBe('kind-1.33');
  });

  test('says of each where it passed, when, and by how many checks', () => {
    const { runbook } = loadRunbook(file());
    const standings = standingsOf(runbook, loadRecords(file()), age);
    expect(standings).toMatchObject([
      { name: 'sandbox', state: 'simulated', checks: 1 },
      { name: 'kind-1.33', state: 'passed', checks: 1 },
    ]);
    const badge = badgeOf(standings);
    expect(badge).toMatchObject({
      message: 'simulated 2026-01-31, 1 check · kind-1.33 ✓ 2026-01-30, 1 check',
      color: '#1a7f37',
    });
    expect(badgeSvg(badge)).toContain('kind-1.33 ✓ 2026-01-30');
  });

  test('finds the faults of each, says of which, and how it is recorded anew', () => {
    writeFileSync(join(folder, 'page.md'), page('off'));
    const { runbook } = loadRunbook(file());
    const faults = faultsOfRecords(runbook, loadRecords(file()), age);
    expect(faults.map(({ code }) => code)).toEqual(['record/changed', 'record/changed']);
    expect(faults[0]?.hint).toContain('`runbook exec page.md --record`');
    expect(faults[1]?.message).toContain('(page.kind-1.33.record.json)');
    expect(faults[1]?.hint).toContain('`runbook exec page.md --record-as kind-1.33`');
    const badge = badgeOf(standingsOf(runbook, loadRecords(file()), age));
    expect(badge).toMatchObject({
      message: 'sandbox: changed since 2026-01-31 · kind-1.33: changed since 2026-01-30',
      color: '#b3261e',
    });
  });

  test('one that was edited says so with its own name', () => {
    const path = join(folder, 'page.kind-1.33.record.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('v1.33.1', 'v1.34.2-eks'));
    const [, edited] = loadRecords(file());
    expect(edited?.diagnostics).toMatchObject([{ code: 'record/edited' }]);
    expect(edited?.diagnostics[0]?.hint).toContain('--record-as kind-1.33');
  });

  test('is that of another page where the name is that of one', () => {
    writeFileSync(join(folder, 'page.kind-1.33.md'), page());
    expect(loadRecords(file()).map(({ label }) => label)).toEqual([undefined]);
    expect(orphanedRecords([folder], folder)).toEqual([]);
    rmSync(join(folder, 'page.md'));
    expect(orphanedRecords([folder], folder)).toMatchObject([{ code: 'record/without-page' }]);
  });
});

test('a run on clusters does not write over what the sandbox showed, nor the other way', () => {
  expect(labelOfRun(file(), 'cluster')).toBeUndefined();
  record('page.record.json', {});
  expect(labelOfRun(file(), 'sandbox')).toBeUndefined();
  expect(labelOfRun(file(), 'cluster')).toBe('cluster');
  record('page.record.json', cluster);
  expect(labelOfRun(file(), 'sandbox')).toBe('sandbox');
});

test('what checks nothing is never green', () => {
  writeFileSync(join(folder, 'page.md'), '# Page\n\n```bash\necho on\n```\n');
  const bare = loadRunbook(file()).runbook;
  record('page.record.json', cluster, {
    blocks: [
      {
        step: 'page',
        block: 'page',
        fence: 'bash',
        segments: [{ statements: [{ source: ['echo on'], outcome: 'passed' }], expectations: [] }],
      },
    ],
  });
  const standings = standingsOf(bare, loadRecords(file()), age);
  expect(standings).toMatchObject([{ state: 'unchecked', checks: 0 }]);
  expect(badgeOf(standings)).toMatchObject({
    message: 'cluster: ran 2026-01-31, nothing checked',
    color: '#59636e',
  });
  expect(badgeOf([])).toMatchObject({ message: 'never recorded' });
});
