import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { explainText, listText } from '../../../src/cli/explain-text.ts';
import { explanations } from '../../../src/engine/diagnostics/explanations/table.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../../src/engine/model/codes.ts';
import { expectGolden } from '../../helpers/golden.ts';

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
const code = 'parse/never-ends';

test('an explanation reads like a page', () => {
  const shown = explainText(code, explanations[code], { color: false, columns: 100 });
  expectGolden(shown, new URL('../../goldens/cli/explain.txt', import.meta.url));
});

test.each(codes)('prose and examples of %s keep to the width of the terminal', (each) => {
  const shown = explainText(each, explanations[each], { color: false, columns: 60 });
  // What runbook says has its own layout, with messages on one line for editors to find.
  const own = shown
    .replace(/\nWhat runbook says\n[\s\S]*?\nFixed\n/, '')
    .split('\n')
    .slice(1);
  expect(own.filter((line) => line.length > 60)).toEqual([]);
});

test('colour changes nothing but colour', () => {
  const look = { color: true, columns: 80 };
  const colored = explainText(code, explanations[code], look);
  expect(colored).toContain('\u001b[');
  const plain = { ...look, color: false };
  expect(stripVTControlCharacters(colored)).toBe(explainText(code, explanations[code], plain));
  expect(stripVTControlCharacters(listText(codes, look))).toBe(listText(codes, plain));
});
