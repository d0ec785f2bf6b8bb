import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import { loadRunbook } from '../../../../src/engine/load.ts';
import { diagnosticCodes } from '../../../../src/engine/model/codes.ts';
import { driftOf } from '../../../../src/engine/record/drift.ts';
import { loadRecord } from '../../../../src/engine/record/load-record.ts';
import { readRecord } from '../../../../src/engine/record/read-record.ts';
import { expectGolden } from '../../../helpers/golden.ts';

const folder = new URL('../../../fixtures/diagnostics/', import.meta.url);
const codes = Object.keys(diagnosticCodes).filter((code) => code.startsWith('record/'));

function foundIn(code: string) {
  const file = { file: 'input.md', path: fileURLToPath(new URL(`${code}/input.md`, folder)) };
  const { runbook } = loadRunbook(file);
  const { record, text = '', diagnostics } = loadRecord(file);
  const drift = record ? driftOf(runbook, record) : [];
  return { diagnostics: [...diagnostics, ...drift], texts: { 'input.md': runbook.source.text, other: text } };
}

describe.each(codes)('%s', (code) => {
  const { diagnostics, texts } = foundIn(code);

  test('is shown in a fixture as it is expected', () => {
    expect(new Set(diagnostics.map((diagnostic) => diagnostic.code))).toEqual(new Set([code]));
    const shown = diagnostics.map((diagnostic) =>
      formatDiagnostic(diagnostic, diagnostic.span?.file === 'input.md' ? texts['input.md'] : texts.other, {
        color: false,
      }),
    );
    expectGolden(`${shown.join('\n\n')}\n`, new URL(`${code}/expected.txt`, folder));
  });

  test('says what is wrong and how to mend it', () => {
    for (const { message, hint, span } of diagnostics) {
      expect(message).toMatch(/^[\p{Lu}`].*\.$/su);
      expect(hint).toMatch(/`runbook exec input.md --record`\.$/);
      expect(span).toBeDefined();
    }
  });
});

const malformed = new URL('../../../fixtures/record/malformed/', import.meta.url);

test('a file that is no record is told from one, with the place', () => {
  const files = globSync('*.json', { cwd: fileURLToPath(malformed) }).toSorted();
  expect(files.length).toBeGreaterThan(5);
  const shown = files.map((name) => {
    const source = {
      file: name.replace('.json', '.record.json'),
      text: readFileSync(new URL(name, malformed), 'utf8'),
    };
    const read = readRecord(source);
    if (!('diagnostic' in read)) throw new Error(`${name} is taken for a record`);
    return formatDiagnostic(read.diagnostic, source.text, { color: false });
  });
  expectGolden(`${shown.join('\n\n')}\n`, new URL('expected.txt', malformed));
});
