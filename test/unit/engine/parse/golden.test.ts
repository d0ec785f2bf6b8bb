import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../../src/engine/model/source.ts';
import { textOf } from '../../../../src/engine/model/statements.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { expectGolden } from '../../../helpers/golden.ts';

const folder = new URL('../../../fixtures/parse/', import.meta.url);

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(new URL(`${name}/input.md`, folder), 'utf8');
  const { runbook, diagnostics } = parse({ file: 'input.md', path: '/input.md', text });

  test('parses to the runbook that is checked in', () => {
    const { source: _, ...rest } = runbook;
    const warnings = diagnostics.map(({ code, span }) => ({ code, span }));
    const shown = JSON.stringify({ ...rest, diagnostics: warnings }, shortSpans, 2);
    expectGolden(`${shown}\n`, new URL(`${name}/runbook.json`, folder));
  });

  test('has no errors, and its positions point at what was read', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const segments = runbook.steps.flatMap((step) => step.blocks.flatMap((block) => block.segments));
    for (const { statements, expectations } of segments) {
      for (const { span, source } of expectations) expect(flat(written(text, span))).toBe(flat(source));
      for (const { action, span } of statements) {
        const script = textOf({ action }).trimEnd();
        expect(flat(written(text, span))).toBe(flat(script));
      }
    }
  });
});

function written(text: string, { start, end }: Span): string {
  return text.slice(start.offset, end.offset);
}

/** Without line ends, indentation and quote marks, which the container of a fence adds. */
function flat(text: string): string {
  return text
    .split(/\s*\r?\n[\s>]*/)
    .join('\n')
    .trim();
}

/** A span as `line:column-line:column`, so that goldens can be read. */
function shortSpans(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('start' in value) || !('end' in value)) return value;
  const { start, end } = value as Span;
  return `${start.line}:${start.column}-${end.line}:${end.column}`;
}
