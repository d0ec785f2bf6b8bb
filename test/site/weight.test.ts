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
