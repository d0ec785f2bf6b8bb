import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { diagnosticCodes } from '../../src/engine/model/codes.ts';
import { parse } from '../../src/engine/parse.ts';
import { visit } from './visit.ts';

const labs = new URL('../../runbooks/labs/', import.meta.url);

async function get(path: string): Promise<string> {
  const response = await fetch(inject('site') + path);
  expect(response.status, path).toBe(200);
  return response.text();
}

describe('for machines', () => {
  it('a lab is there as it is written, and its page says where', async () => {
    await visit('labs/lab2/', { javaScriptEnabled: false }, async (page) => {
      const link = page.locator('link[rel=alternate][type="text/markdown"]');
      expect(await link.getAttribute('href')).toBe('/runbook/labs/lab2.md');
    });
    const text = await get('labs/lab2.md');
    expect(text).toBe(readFileSync(new URL('lab2.md', labs), 'utf8'));
    expect(parse({ file: 'lab2.md', path: '/lab2.md', text }).diagnostics).toEqual([]);
  });

  it('a page of the guide has words for its pictures', async () => {
    const text = await get('guide/terminal.md');
    expect(text).toContain('(Picture: A step of LAB 2 in a terminal');
    expect(text).not.toContain('](../');
  });

  it('every page that llms.txt lists is there, and every page is listed', async () => {
    const text = await get('llms.txt');
    const listed = [...text.matchAll(/^- \[[^\]]+\]\(https:\/\/[^/]+\/runbook\/(.*\.md)\)(?:: .+)?$/gm)].map(
      ([, path = '']) => path,
    );
    for (const path of listed) expect(await get(path)).toMatch(/^---\n/);
    const pages = [...(await get('sitemap-0.xml')).matchAll(/\/runbook\/([^<]*)<\/loc>/g)].map(([, path]) =>
      path ? `${path.slice(0, -1)}.md` : 'index.md',
    );
    expect(listed.toSorted()).toEqual(pages.toSorted());
  });

  it('llms-full.txt has the labs with their expectations and diagrams, the guide and the reference', async () => {
    const text = await get('llms-full.txt');
    expect(text).toContain('# LAB 3 · Egress control by identity');
    expect(text).toContain('# expect within 1m: RBAC: access denied');
    expect(text).toContain('reviews --x egress-gateway: RBAC: access denied');
    expect(text).toContain('All blocks of a page run in one bash.');
    for (const code of Object.keys(diagnosticCodes)) expect(text).toContain(code);
  });
});
