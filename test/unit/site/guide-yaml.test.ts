import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { acceptsCommandLine } from '../../helpers/scripted-io.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = ['README.md', ...globSync('docs-site/src/content/docs/guide/*.md', { cwd: root }).toSorted()];

/** The YAML that a page shows, as values. @throws Error where it can't be read. */
function yamlOf(page: string): readonly unknown[] {
  const text = readFileSync(join(root, page), 'utf8');
  const fences = [...text.matchAll(/^(`{3,})yaml[^\n]*\n(.*?)^\1$/gms)].map(([, , body = '']) => body);
  return fences.flatMap((body) =>
    parseAllDocuments(body).map((document) => {
      expect(document.errors, `${page}: ${body}`).toEqual([]);
      return document.toJS() as unknown;
    }),
  );
}

/** Commands of workflows, hooks and jobs that call runbook, with a shard for what GitHub would put in. */
function callsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const line = value.replace(/\$\{\{.*?\}\}/g, '1/1');
    return /^npx --no-install runbook\b/.test(line) ? line.split('\n') : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(callsIn) : [];
}

test('workflows and hooks of the guide can be read, and call runbook as it can be called', async () => {
  const calls = pages.flatMap(yamlOf).flatMap(callsIn);
  expect(calls.length).toBeGreaterThan(4);
  for (const call of calls) await acceptsCommandLine(call);
});
