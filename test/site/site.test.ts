import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/registry.ts';
import { expectationKinds } from '../../src/engine/expectations/registry.ts';
import { diagnosticCodes } from '../../src/engine/model/codes.ts';
import { visit } from './visit.ts';

describe('the reference', () => {
  it('names every code, kind of expectation and command', async () => {
    await visit('reference/diagnostics/', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('main h3').allInnerTexts()).toEqual(
        expect.arrayContaining(Object.keys(diagnosticCodes)),
      );
    });
    await visit('reference/expectations/', { javaScriptEnabled: false }, async (page) => {
      const headings = await page.locator('main h3').allInnerTexts();
      for (const { syntax } of Object.values(expectationKinds)) expect(headings).toContain(syntax);
    });
    await visit('reference/commands/', { javaScriptEnabled: false }, async (page) => {
      const headings = await page.locator('main h2').allInnerTexts();
      for (const name of Object.keys(commands)) expect(headings).toContain(`runbook ${name}`);
    });
  });
});

describe('the labs', () => {
  it('are listed with what all of them need, and what each needs, takes and came to', async () => {
    await visit('labs/', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('main li strong').allInnerTexts()).toEqual(
        expect.arrayContaining(['Platform:', 'Version:', 'Licence:']),
      );
      const lab = page.locator('main li', { hasText: 'LAB 2 · ' });
      expect(await lab.textContent()).toMatch(
        /Needs lab0 · 2 clusters · kubectl ≥ 1\.20 .*About \d+ min\. Last run: simulated 20\d\d-\d\d-\d\d, \d+ checks\./s,
      );
    });
  });

  it('have a badge, which their page links to', async () => {
    await visit('labs/lab2/', { javaScriptEnabled: false }, async (page) => {
      const badge = await page.getByRole('link', { name: 'Badge' }).getAttribute('href');
      const answer = await page.request.get(new URL(badge ?? '', page.url()).href);
      expect(await answer.text()).toContain('<title>runbook: simulated 20');
    });
  });
});

it('the front page shows a page and a run of it on the first screen', async () => {
  const viewport = { width: 1280, height: 800 };
  await visit('', { viewport }, async (page) => {
    for (const shown of [page.locator('.beside pre'), page.locator('.beside img')]) {
      const box = await shown.boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(viewport.height);
    }
  });
});
