import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import { loadRunbook } from '../../../../src/engine/load.ts';
import { diagnosticCodes } from '../../../../src/engine/model/codes.ts';
import type { Diagnostic } from '../../../../src/engine/model/diagnostic.ts';
import { faultsOf } from '../../../../src/engine/record/faults.ts';
import { loadRecord } from '../../../../src/engine/record/load-record.ts';
import { readRecord } from '../../../../src/engine/record/read-record.ts';
import { verifyRecord } from '../../../../src/engine/record/verify-record.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { recordRun } from './record-run.ts';

const folder = new URL('../../../fixtures/diagnostics/', import.meta.url);
// One is about a file without a page, which only a look at a folder finds: `several.test.ts`.
const codes = Object.keys(diagnosticCodes).filter(
  (code) => code.startsWith('record/') && code !== 'record/without-page',
);

const age = { now: new Date('2026-02-01') };

/** Codes that only a run can give. */
const ofRuns: readonly string[] = ['record/differs', 'record/missing'];

type Found = { readonly diagnostics: readonly Diagnostic[]; readonly page: string; readonly text: string };

async function foundIn(code: string): Promise<Found> {
  if (ofRuns.includes(code)) {
    const { runbook, record } = await recordRun(`diagnostics/${code}/input.md`);
    const { text } = runbook.source;
    return { diagnostics: verifyRecord(runbook, record, age), page: text, text: '' };
  }
  const file = { file: 'input.md', path: fileURLToPath(new URL(`${code}/input.md`, folder)) };
  const { runbook } = loadRunbook(file);
  const { record, text = '', diagnostics } = loadRecord(file);
  const wanted = code === 'record/too-old' ? { ...age, maxAgeDays: 30 } : age;
  const faults = record ? faultsOf(runbook, record, wanted) : [];
  return { diagnostics: [...diagnostics, ...faults], page: runbook.source.text, text };
}

describe.each(codes)('%s', (code) => {
  test('is shown in a fixture as it is expected', async () => {
    const { diagnostics, page, text } = await foundIn(code);
    expect(new Set(diagnostics.map((diagnostic) => diagnostic.code))).toEqual(new Set([code]));
    const shown = diagnostics.map((diagnostic) => {
      const isPage = diagnostic.span?.file.endsWith('input.md');
      return formatDiagnostic(diagnostic, isPage ? page : text, { color: false });
    });
    expectGolden(`${shown.join('\n\n')}\n`, new URL(`${code}/expected.txt`, folder));
  });

  test('says what is wrong and how to fix it', async () => {
    const { diagnostics } = await foundIn(code);
    for (const { message, hint, span } of diagnostics) {
      expect(message).toMatch(/^[\p{Lu}`].*\.$/su);
      expect(hint).toMatch(/`runbook exec \S*input.md --record`\.$/);
      expect(span).toBeDefined();
    }
  });
});

const malformed = new URL('../../../fixtures/record/malformed/', import.meta.url);

test('a file that is no record is told from one, with the place', () => {
  const files = globSync('*.json', { cwd: fileURLToPath(malformed) }).toSorted();
  expect(files.length).toBeGreaterThan(5);
  const shown = files.map((name) => {
    const file = name.replace('.json', '.record.json');
    const source = { file, text: readFileSync(new URL(name, malformed), 'utf8') };
    const read = readRecord(source);
    if (!('diagnostic' in read)) throw new Error(`${name} is taken for a record`);
    return formatDiagnostic(read.diagnostic, source.text, { color: false });
  });
  expectGolden(`${shown.join('\n\n')}\n`, new URL('expected.txt', malformed));
});
