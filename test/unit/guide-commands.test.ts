import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { acceptsCommandLine } from '../helpers/accepts-command-line.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = ['README.md', ...globSync('docs-site/src/content/docs/guide/*.md', { cwd: root }).toSorted()];

type Fence = { readonly language: string; readonly text: string };

function fencesOf(page: string): readonly Fence[] {
  const found = readFileSync(join(root, page), 'utf8').matchAll(/^(`{3,})(\w*)[^\n]*\n(.*?)^\1$/gms);
  return [...found].map(([, , language = '', text = '']) => ({ language, text }));
}

/** What a person or a workflow would type, without comments and what the shell does with it. */
function typedIn(fences: readonly Fence[]): readonly string[] {
  const lines = fences
    .filter(({ language }) => ['bash', 'console', 'yaml'].includes(language))
    .flatMap(({ text }) => text.split('\n'))
    .map((line) => /^(?:\s*- |\s*-? ?(?:run|entry): |\$ |)(npx runbook .*)$/.exec(line)?.[1]);
  return lines.filter((line) => line !== undefined).map((line) => line.replace(/\s+(?:#|\||>).*$/, ''));
}

describe('the guide', () => {
  test.for(pages)('%s names commands and options that there are', async (page) => {
    for (const line of typedIn(fencesOf(page))) await acceptsCommandLine(line);
  });

  test('has commands to look at', () => {
    expect(pages.flatMap((page) => typedIn(fencesOf(page))).length).toBeGreaterThan(25);
  });

  test.for(pages)('%s shows YAML that can be read', (page) => {
    for (const { language, text } of fencesOf(page)) {
      if (language === 'yaml') expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).toEqual([]);
    }
  });
});
