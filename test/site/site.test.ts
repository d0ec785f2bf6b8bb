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
