import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Nodes } from 'mdast';
import { describe, expect, it, test } from 'vitest';
import { renderPage } from '../../../src/site/pages/render-page.ts';
import { toPageHtml } from '../../../src/site/pages/to-html.ts';
import { english } from '../../../src/site/strings.ts';
import { wordingOf } from '../../../src/site/wording.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = ['test/fixtures/site', 'test/fixtures/evidence', 'runbooks/labs', 'runbooks/kubernetes'];
const pages = folders
  .flatMap((folder) => globSync(`${folder}/*.md`, { cwd: root }))
  .filter((name) => !/hostile|malformed/.test(name))
  .toSorted();

/** Each string between signs that nobody writes; what it is filled with stands outside of them. */
const marked = Object.fromEntries(
  Object.entries(english).map(([key, text]) => [key, `⟦${text.replace(/\{\w+\}/g, '⟧$&⟦')}⟧`]),
);

/** What readers see of a page, or hear: texts, labels, titles of fences; not code, which is nobody's language. */
function textsOf(node: Nodes): readonly string[] {
  const { ariaLabel, className = '' } = node.data?.hProperties ?? {};
  const label = typeof ariaLabel === 'string' ? [ariaLabel] : [];
  if (String(className).includes('rb-printed')) return [];
  if (node.type === 'text') return [node.value];
  if (node.type === 'code') return [/title="([^"]*)"/.exec(node.meta ?? '')?.[1] ?? ''];
  return [...label, ...('children' in node ? node.children.flatMap(textsOf) : [])];
}

/** Days in the site's language, streams, targets, reasons that a record has, and tools with versions: data of the page. */
const data =
  /^(?:\d+\s\p{L}+\s20\d\d|std(?:out|err)|Kubernetes|sandbox|cluster|kubectl \w+|done, by line \d+)$|≥|\d+\.\d+\.\d+|\.ya?ml\b|\$\w/u;

const bare = (text: string): string => text.replace(/[*_\\>[\]()]/g, '');

describe('on a page no words of ours are outside the table', () => {
  it.each(pages)('%s', (name) => {
    const path = root + name;
    // A page is called by its title where it is required.
    const sources = globSync('*.md', { cwd: dirname(path) }).map((each) =>
      readFileSync(join(dirname(path), each), 'utf8'),
    );
    const written = bare(sources.join('\n'));
    const { tree } = renderPage(path, { strings: marked, drift: 'warn', alerts: 'directives' });
    const outside = textsOf(tree)
      .flatMap((text) => text.replace(/⟦[^⟧]*⟧/g, '\n').split('\n'))
      // A note of the author's stands in brackets.
      .map((text) => text.replace(/^[\s(]+|[\s()]+$/g, ''))
      .filter((text) => /\p{L}{2}/u.test(text) && !data.test(text))
      .filter((text) => !written.includes(bare(text)));
    expect(outside).toEqual([]);
  });
});

test('its scripts show what the page gives them, and nothing else', () => {
  const scripts = globSync('src/site/assets/*.js', { cwd: root }).map((name) =>
    readFileSync(root + name, 'utf8'),
  );
  expect(scripts.length).toBeGreaterThan(5);
  for (const script of scripts)
    expect(script).not.toMatch(/(?:textContent|title|ariaLabel|legend'?, \{\},?)\s*[:=,]\s*['"`][A-Za-z]/);
});

test('a site in another language has its words, days and plurals, and English where it gives none', () => {
  const page = renderPage(`${root}test/fixtures/site/verified.md`, {
    lang: 'pl',
    strings: {
      simulatedRun: 'Przebieg symulowany z dnia',
      met: '; spełnione: {checks}',
      'checks.few': '{count} warunki',
      'checks.other': '{count} warunków',
    },
  });
  const html = toPageHtml(page);
  expect(html).toContain('Przebieg symulowany z dnia');
  expect(html).toContain('20\u00a0listopada 2026');
  expect(html).toMatch(/; spełnione: \d+ warun/);
  expect(html).toContain('No cluster was involved.');
});

test('a count has the plural of its language', () => {
  const strings = { 'checks.few': '{count} warunki', 'checks.other': '{count} warunków' };
  const { count } = wordingOf({ lang: 'pl', strings });
  expect([3, 5].map((number) => count('checks', number))).toEqual(['3 warunki', '5 warunków']);
});
