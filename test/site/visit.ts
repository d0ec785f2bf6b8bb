import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.connect(inject('browser'));
});

afterAll(() => browser?.close());

/**
 * Opens a page of the site, lets `look` at it, and gives what it complained about on its console or could not load.
 * @param path Of the page, without the base: `labs/lab2/`.
 */
export async function visit(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<string[]> {
  const context = await browser.newContext({
    ...options,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('response', (response) => response.status() >= 400 && complaints.push(response.url()));
    page.on('requestfailed', (request) => complaints.push(request.url()));
    await page.goto(inject('site') + path, { waitUntil: 'networkidle' });
    await look(page);
  } finally {
    await context.close();
  }
  return complaints;
}
