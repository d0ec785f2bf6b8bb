import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standardForm } from '../../../../src/engine/format/standard-form.ts';
import type { Runbook } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { driftOf } from '../../../../src/engine/record/drift.ts';
import { recordOfRun } from '../../../../src/engine/record/record-of-run.ts';

const folder = new URL('../../../fixtures/format/', import.meta.url);

/** A record of the page, of a run that left everything out. */
function recordOf(runbook: Runbook) {
  const state = { file: 'page.md', reason: 'asked', index: new Map(), statements: [] } as const;
  const target = { name: 'local', simulated: false, summary: '', clusters: [], tools: {} };
  const rest = { cleaning: false, steps: {}, reloads: 0, returns: 0 };
  return recordOfRun({
    ...{ runbook, state: { ...state, ...rest }, target, opaque: [], verified: '2026-01-31' },
    ...{ by: 'runbook 0.1.0', evidence: { prose: '' } },
  });
}

test.for(readdirSync(folder))('formatting makes no record stale: %s', (name) => {
  const text = readFileSync(new URL(`${name}/before.md`, folder), 'utf8');
  const parsed = parse({ file: 'page.md', path: '/page.md', text });
  const record = recordOf(parsed.runbook);
  const { runbook } = standardForm(parsed);
  expect(driftOf(runbook, record)).toEqual([]);
  expect(record.blocks.length).toBe(parsed.runbook.steps.flatMap(({ blocks }) => blocks).length);
});
