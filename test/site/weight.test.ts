import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { visit } from './visit.ts';

const labs = readdirSync(new URL('../../runbooks/labs/', import.meta.url))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `labs/${name.slice(0, -3)}/`);

/** What GitHub Pages sends compressed; the rest is compressed as it is. */
const compressible = /^(?:text\/|application\/(?:json|javascript)|image\/svg)/;

/** Bytes of all that a page loads before anybody touches it, as they go over the wire, by type. */
async function weigh(path: string): Promise<ReadonlyMap<string, number>> {
  const bodies: Promise<readonly [string, Buffer]>[] = [];
  await visit('404.html', {}, async (page) => {
    page.on('response', (response) =>
      bodies.push(response.body().then((body) => [response.headers()['content-type'] ?? '', body] as const)),
    );
    await page.goto(page.url().replace('404.html', path), { waitUntil: 'networkidle' });
  });
  const weights = new Map<string, number>();
  for (const [type, body] of await Promise.all(bodies)) {
    const bytes = compressible.test(type) ? gzipSync(body, { level: 6 }).length : body.length;
    weights.set(type, (weights.get(type) ?? 0) + bytes);
  }
  return weights;
}

/** What a page may weigh, in bytes: all of it, and its scripts. */
const budget = { all: 45_000, scripts: 8000 };

it.each(labs)('all of %s comes in 45 kB, scripts in 8', async (path) => {
  const weights = await weigh(path);
  const total = [...weights.values()].reduce((sum, each) => sum + each, 0);
  const said = JSON.stringify(Object.fromEntries(weights));
  expect(weights.get('text/html; charset=utf-8'), said).toBeGreaterThan(5000);
  expect(weights.get('text/css'), said).toBeGreaterThan(5000);
  expect(weights.get('text/javascript'), said).toBeLessThanOrEqual(budget.scripts);
  expect(total, said).toBeLessThanOrEqual(budget.all);
});

it.each([1280, 390])('on a slow machine nothing jumps while a page of %d pixels comes', async (width) => {
  const viewport = { width, height: 900 };
  await visit('404.html', { viewport }, async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(`window.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });`);
    await page.goto(page.url().replace('404.html', 'labs/lab2/'), { waitUntil: 'networkidle' });
    // What Google calls good. @see https://web.dev/articles/cls
    expect(await page.evaluate<number>('window.shifted')).toBeLessThan(0.1);
  });
});
