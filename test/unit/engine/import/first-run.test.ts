import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importText } from '../../../../src/engine/import/import-text.ts';
import { importFormats } from '../../../../src/engine/import/registry.ts';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { runbook } from '../../../../src/runbook.ts';

const folder = fileURLToPath(new URL('../../../fixtures/import/first-run/', import.meta.url));

/** The document of each folder that is imported; what stands beside it is part of it. */
const documents = [
  ...globSync('*/*/*.{md,mdx,txt,t,ipynb,json}', { cwd: folder }),
  ...globSync('*/*/workshop/content/*.md', { cwd: folder }),
]
  .filter((file) => !globSync('*/*/index.json', { cwd: folder }).some((index) => isBeside(file, index)))
  .toSorted();

function isBeside(file: string, index: string): boolean {
  return file !== index && dirname(file) === dirname(index);
}

test('there are three documents of each format at least', () => {
  const counts = Object.fromEntries(
    Object.keys(importFormats).map((format) => [
      format,
      documents.filter((file) => file.startsWith(`${format}/`)).length,
    ]),
  );
  expect(Object.entries(counts).filter(([, count]) => count < 3)).toEqual([]);
});

describe.each(documents)('%s', (file) => {
  test('is recognised, has no mistakes once it is imported, and passes on the first run', async () => {
    const [name = '', example = ''] = file.split('/');
    const own = mkdtempSync(join(tmpdir(), 'first-run-'));
    try {
      cpSync(join(folder, name, example), own, { recursive: true });
      const path = join(own, file.split('/').slice(2).join('/'));
      const imported = importText({ file: basename(path), path, text: readFileSync(path, 'utf8') });
      if (imported.kind !== 'imported') throw new Error(imported.kind);
      expect(imported.format).toBe(name);
      expect(imported.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      const page = join(dirname(path), 'imported.md');
      writeFileSync(page, imported.text);
      expect(await failuresOf(page), imported.text).toEqual([]);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });
});

/** What did not pass in a run of a page, which has to have run something. */
async function failuresOf(page: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of runbook(page, { latency: 0, env: { RUNBOOK_TEST: 'first-run' } }))
    events.push(event);
  const finished = events.filter((event) => event.type === 'statement-finished');
  expect(finished.some(({ outcome }) => outcome === 'passed')).toBe(true);
  return events.filter(
    (event) =>
      (event.type === 'statement-finished' && event.outcome !== 'passed' && event.outcome !== 'skipped') ||
      (event.type === 'run-finished' && event.outcome !== 'passed'),
  );
}
