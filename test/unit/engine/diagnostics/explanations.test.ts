import { describe, expect, test } from 'vitest';
import { explanations } from '../../../../src/engine/diagnostics/explanations/table.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../../../src/engine/model/codes.ts';
import { parse } from '../../../../src/engine/parse.ts';

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
const pages = codes.filter((code) => explanations[code].shown === 'page');

/** The codes that are given for a page. A note is no mistake, but where it is what an example is about. */
const codesIn = (text: string, about: DiagnosticCode) =>
  parse({ file: 'page.md', path: '/page.md', text })
    .diagnostics.filter(({ code, severity }) => severity !== 'note' || code === about)
    .map(({ code }) => code);

test('there is one for each code and for nothing else', () => {
  expect(Object.keys(explanations).toSorted()).toEqual(codes);
});

test('every code that parse gives has examples that can be parsed', () => {
  expect(pages).toEqual(codes.filter((code) => code.startsWith('parse/')));
});

describe.each(pages)('%s', (code) => {
  test('has a wrong example with this mistake and no other', () => {
    expect(new Set(codesIn(explanations[code].wrong, code))).toEqual(new Set([code]));
  });

  test('has a fixed example without any mistake', () => {
    expect(codesIn(explanations[code].fixed, code)).toEqual([]);
  });
});

test.each(codes)('%s is explained in whole sentences, without markup but code', (code) => {
  const { means, why, wrong, fixed } = explanations[code];
  for (const text of [means, why]) {
    expect(text).toMatch(/^(?:[\p{Lu}`]|bash |zsh,).*\.$/u);
    expect(text.match(/`/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    expect(text).not.toMatch(/[*_]{2}|\[[^\]]*\]\(|\n/);
  }
  expect(wrong).not.toBe(fixed);
});
