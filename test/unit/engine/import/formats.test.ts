import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ImportFormat } from '../../../../src/engine/import/format.ts';
import { importText } from '../../../../src/engine/import/import-text.ts';
import { type ImportFormatName, importFormats } from '../../../../src/engine/import/registry.ts';

const formats = Object.entries(importFormats) as readonly (readonly [ImportFormatName, ImportFormat])[];
const examples = formats.flatMap(([name, format]) =>
  format.examples.map((example) => ({ name, ...example })),
);

const guide = readFileSync(
  new URL('../../../../docs-site/src/content/docs/guide/import.md', import.meta.url),
  'utf8',
);

test.each(formats)('%s has its own name, a summary, examples and a place in the guide', (name, format) => {
  expect(format.name).toBe(name);
  expect(format.summary).toMatch(/\.$/);
  expect(guide).toContain(`\n### ${name}\n`);
  expect(format.examples.length).toBeGreaterThan(0);
});

describe.each(examples)('$name: $title', ({ name, source, runbook, remarks }) => {
  test('is recognised', () => {
    expect(importText({ file: 'a.md', text: source })).toMatchObject({ kind: 'imported', format: name });
  });

  test('becomes what it says', () => {
    const imported = importText({ file: 'a.md', text: source }, { from: name });
    if (imported.kind !== 'imported') throw new Error(imported.kind);
    expect(imported.text).toBe(runbook);
    expect(imported.remarks.map(({ message }) => message)).toEqual(remarks ?? []);
    expect(imported.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
