import { readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listen, newContext } from './visit.ts';

/** Every page of the site, as its own list for search engines has it, and the one for addresses that lead nowhere. */
const sitemap = readFileSync(new URL('../../docs-site/dist/sitemap-0.xml', import.meta.url), 'utf8');
const pages = [
  ...[...sitemap.matchAll(/<loc>https?:\/\/[^/]+\/runbook\/([^<]*)<\/loc>/g)].map(([, path = '']) => path),
  '404.html',
];

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

let context: BrowserContext;
beforeAll(async () => {
  context = await newContext({ colorScheme: 'light' });
});
afterAll(() => context?.close());

describe('in light, in dark and on a phone', () => {
  it.concurrent.each(pages)('nothing is inaccessible, missing, wrong or too wide on /%s', async (path) => {
    const page = await context.newPage();
    try {
      const complaints = listen(page);
      await page.goto(inject('site') + path);
      expect(await page.locator('h1').count()).toBe(1);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
        expect(await violations(page), colorScheme).toEqual([]);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await overflow(page), 'pixels that a page is wider than a phone').toBe(0);
      await page.waitForLoadState('networkidle');
      expect(complaints).toEqual([]);
    } finally {
      await page.close();
    }
  });
});

it('there are pages of all sorts among them', () => {
  for (const path of ['', 'guide/start/', 'labs/lab0/', 'reference/diagnostics/'])
    expect(pages).toContain(path);
  expect(new Set(pages).size).toBe(pages.length);
});

/**
 * What axe says of the page with all its folds open. A script of the theme makes code focusable that is too wide for
 * its place, once it finds the time; that is waited for.
 */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  await page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
  await page.evaluate(codeIsInReach);
  const options = { runOnly: rules, resultTypes: ['violations'] };
  const found = await page.evaluate<AxeResults>(
    `axe.run({ exclude: ['site-search button'] }, ${JSON.stringify(options)})`,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Not by `waitForFunction`, which the site's policy forbids. */
const codeIsInReach = `new Promise((resolve) => {
  const outOfReach = (pre) => pre.scrollWidth > pre.clientWidth && pre.tabIndex < 0;
  const look = () => [...document.querySelectorAll('pre')].some(outOfReach) ? setTimeout(look, 50) : resolve();
  look();
})`;

function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
