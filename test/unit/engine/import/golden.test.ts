import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Imported, importText } from '../../../../src/engine/import/import-text.ts';
import { expectGolden } from '../../../helpers/golden.ts';

const folder = new URL('../../../fixtures/import/', import.meta.url);
const inputs = globSync('*/*/input.*', { cwd: fileURLToPath(folder) }).toSorted();

type Result = Extract<Imported, { readonly kind: 'imported' }>;

const results = new Map<string, Result>();

function imported(input: string): Result {
  const result = results.get(input) ?? importedAnew(input);
  results.set(input, result);
  return result;
}

function importedAnew(input: string): Result {
  const text = readFileSync(new URL(input, folder), 'utf8');
  const result = importText({ file: basename(input), text });
  if (result.kind !== 'imported') throw new Error(`${input}: ${result.kind}`);
  return result;
}

describe.each(inputs)('%s', (input) => {
  test('is recognised, and becomes the runbook beside it', () => {
    const { format, text } = imported(input);
    expect(format).toBe(input.split('/')[0]);
    expectGolden(text, new URL(`${dirname(input)}/expected.md`, folder));
  });

  test('leaves these remarks', () => {
    const shown = imported(input).remarks.map(({ kind, span, message, suggested }) =>
      [
        `${span.start.line}:${span.start.column}  ${kind}  ${message}`,
        ...(suggested ? [`    ${suggested}`] : []),
      ].join('\n'),
    );
    expectGolden(`${shown.join('\n')}\n`, new URL(`${dirname(input)}/remarks.txt`, folder));
  });

  test('becomes a runbook without mistakes', () => {
    expect(imported(input).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('has a mark on each suggestion that stands in the text', () => {
    const { text, remarks } = imported(input);
    const checks = new Set(text.split('\n').map((line) => line.trim()));
    const slippedIn = remarks.filter(
      ({ kind, suggested }) => kind === 'suggestion' && checks.has(suggested ?? ''),
    );
    expect(slippedIn).toEqual([]);
  });
});
