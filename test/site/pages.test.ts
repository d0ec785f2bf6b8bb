import { readFileSync } from 'node:fs';
import axe, { type AxeResults, type Result } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listen, newContext } from './visit.ts';

/** Every page of the site, as its own list for search engines has it, and the one for addresses that lead nowhere. */
const sitemap = readFileSync(new URL('../../docs-site/dist/sitemap-0.xml', import.meta.url), 'utf8');
const pages = [
  ...[...sitemap.matchAll(/<loc>https?:\/\/[^/]+\/runbook\/([^<]*)<\/loc>/g)].map(([, path = '']) => path),
  '404.html',
];

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What may be otherwise in other colours: theirs, and pictures, of which there is one for each. */
const coloured = axe
  .getRules(levels)
  .filter(({ tags }) => tags.includes('cat.color') || tags.includes('cat.text-alternatives'))
  .map(({ ruleId }) => ruleId);

/**
 * What may be otherwise where there is less room. Code is left out: a script of the theme takes the focus from what isn't
 * too wide, and gives it back some time after the window has become narrow.
 */
const narrow = ['scrollable-region-focusable', 'target-size'];

let context: BrowserContext;
beforeAll(async () => {
  context = await newContext({ colorScheme: 'light' });
});
afterAll(() => context?.close());

describe('in light, in dark and on a phone', () => {
  // A tab of a busy browser may stop answering, once in hundreds; what is wrong with a page is found again.
  const limits = { retry: 1 };
  it.concurrent.each(pages)(
    'nothing is inaccessible, missing, wrong or too wide on /%s',
    limits,
    async (path) => {
      const page = await context.newPage();
      try {
        const complaints = listen(page);
        await page.goto(inject('site') + path);
        expect(await page.locator('h1').count()).toBe(1);
        await page.locator('html[data-theme=light]').waitFor();
        expect(await violations(page, { values: levels }), 'light').toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        await page.locator('html[data-theme=dark]').waitFor();
        expect(await violations(page, { type: 'rule', values: coloured }), 'dark').toEqual([]);
        await page.setViewportSize({ width: 360, height: 740 });
        expect(await overflow(page), 'pixels that a page is wider than a phone').toBe(0);
        expect(
          await violations(page, { type: 'rule', values: narrow, without: ['pre'] }),
          'on a phone',
        ).toEqual([]);
        await page.waitForLoadState('networkidle');
        expect(complaints).toEqual([]);
      } finally {
        await page.close();
      }
    },
  );
});

it('there are pages of all sorts among them', () => {
  for (const path of ['', 'guide/start/', 'labs/lab0/', 'reference/diagnostics/'])
    expect(pages).toContain(path);
  expect(new Set(pages).size).toBe(pages.length);
});

type RunOnly = {
  readonly type?: 'tag' | 'rule';
  readonly values: readonly string[];
  readonly without?: readonly string[];
};

/** What axe says of the page with all its folds open. */
async function violations(page: Page, { without = [], ...runOnly }: RunOnly): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
  const options = { runOnly: { type: 'tag', ...runOnly }, resultTypes: ['violations'] };
  const found = await page.evaluate<AxeResults>(
    `axe.run({ exclude: ${JSON.stringify(without)} }, ${JSON.stringify(options)})`,
  );
  return found.violations
    .filter((each) => !isSearchHint(each))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** The theme's button is called "Search" and shows the keys for it too, run together as axe reads them. */
function isSearchHint({ id, nodes }: Result): boolean {
  return (
    id === 'label-content-name-mismatch' &&
    nodes.every(({ html }) =>
      html.startsWith('<button data-open-modal="" aria-label="Search" aria-keyshortcuts='),
    )
  );
}

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
