import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import { diagnosticCodes } from '../../../../src/engine/model/codes.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { expectGolden } from '../../../helpers/golden.ts';

const folder = new URL('../../../fixtures/diagnostics/', import.meta.url);
const codes = Object.keys(diagnosticCodes).filter((code) => code.startsWith('parse/'));

test('the codes stand in alphabetical order', () => {
  expect(Object.keys(diagnosticCodes)).toEqual(Object.keys(diagnosticCodes).toSorted());
});

test.each(codes)('%s is shown in a fixture as it is expected', (code) => {
  const input = new URL(`${code}/input.md`, folder);
  expect(existsSync(input), `${input.pathname} is there`).toBe(true);
  const text = readFileSync(input, 'utf8');
  const { diagnostics } = parse({ file: 'input.md', path: '/input.md', text });
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  const shown = diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text, { color: false }));
  expectGolden(`${shown.join('\n\n')}\n`, new URL(`${code}/expected.txt`, folder));
});

test.each(codes)('every message of %s says what is wrong and how to fix it', (code) => {
  const text = readFileSync(new URL(`${code}/input.md`, folder), 'utf8');
  for (const { message, hint, span } of parse({ file: 'input.md', path: '/input.md', text }).diagnostics) {
    expect(message).toMatch(/^[\p{Lu}`].*\.$/su);
    expect(hint).toMatch(/[.?]$/);
    expect(span).toBeDefined();
  }
});
