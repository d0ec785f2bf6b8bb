import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { patienceMs } from '../helpers/patience.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await chromium.connect(inject('browser'));
});

afterAll(() => browser?.close());

/** A window of its own, as for a new reader. */
export async function newContext(options: BrowserContextOptions): Promise<BrowserContext> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ ...options, permissions });
  context.setDefaultTimeout(patienceMs);
  return context;
}

/** Collects what a page complains about on its console, and what it can't load. */
export function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => response.status() >= 400 && complaints.push(response.url()));
  page.on('requestfailed', (request) => complaints.push(request.url()));
  return complaints;
}

/**
 * Goes to an address and waits until the page has time for what can wait, and has got all that it asked for: as soon as
 * that is so, rather than half a second after the last request as `networkidle` does.
 */
async function open(page: Page, address: string): Promise<void> {
  const waiting = new Set<Request>();
  page.on('request', (request) => waiting.add(request));
  page.on('requestfinished', (request) => waiting.delete(request));
  page.on('requestfailed', (request) => waiting.delete(request));
  await page.goto(address);
  for (let quiet = 0; quiet < 2; quiet = waiting.size === 0 ? quiet + 1 : 0)
    await page.evaluate('new Promise((resolve) => requestIdleCallback(() => resolve()))');
}

/**
 * Opens a page of the site, lets `look` at it, and gives what it complained about on its console or could not load.
 * @param path Of the page, without the base: `labs/lab2/`; or the address of one of another site.
 */
export async function visit(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<readonly string[]> {
  const context = await newContext(options);
  try {
    const page = await context.newPage();
    const complaints = listen(page);
    const address = new URL(path, inject('site')).href;
    // Without scripts nothing is asked for when a page is there.
    if (options.javaScriptEnabled === false) await page.goto(address);
    else await open(page, address);
    await look(page);
    return complaints;
  } finally {
    await context.close();
  }
}
