import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/registry.ts';
import { expectationKinds } from '../../src/engine/expectations/registry.ts';
import { diagnosticCodes } from '../../src/engine/model/codes.ts';
import { visit } from './visit.ts';

/** Where links lead, as they are written. */
async function addresses(links: Locator): Promise<readonly (string | null)[]> {
  return Promise.all((await links.all()).map((link) => link.getAttribute('href')));
}

describe('a lab', () => {
  it('is read without JavaScript: title, commands, what to expect', async () => {
    await visit('labs/lab2/', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('h1').allTextContents()).toEqual([
        'LAB 2 · L7 policy with an agentgateway waypoint',
      ]);
      const body = (await page.locator('main').allInnerTexts()).join('\n');
      expect(body).toContain('istio.io/use-waypoint=agw-waypoint');
      expect(body).toContain(
        'You should see a row with bookinfo reviews 10.x.x.x agw-waypoint 3/3, within 60\u00a0s',
      );
      expect(body).toContain('There is no output (reviews-v1 knows no ratings)');
      expect(body).not.toContain('# expect');
      expect(body).not.toContain('[!IMPORTANT]');
    });
  });

  it('copies commands and nothing else', async () => {
    await visit('labs/lab0/', {}, async (page) => {
      await page.locator('#verify-ingress .copy button').click();
      await expect
        .poll(() => page.evaluate('navigator.clipboard.readText()'))
        .toBe(
          [
            'kubectl --context $CLUSTER1 -n bookinfo port-forward svc/bookinfo-gateway 8080:8080 &',
            'curl -s -o /dev/null -w "ingress: HTTP %{http_code}\\n" http://localhost:8080/productpage',
            'kill %1',
          ].join('\n'),
        );
    });
  });

  it('copies a manifest as the command that applies it', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      await page.locator('#route .copy button').click();
      await expect
        .poll(() => page.evaluate('navigator.clipboard.readText()'))
        .toMatch(
          /^kubectl --context \$CLUSTER1 apply -f - <<'EOF'\napiVersion: [\s\S]*\n {6}port: 9080\nEOF$/,
        );
    });
  });

  it('unfolds what a step is about, also by keyboard', async () => {
    await visit('labs/lab1/', {}, async (page) => {
      const about = page.locator('details', { hasText: 'About this step' }).first();
      expect(await about.getByText('lost region').isVisible()).toBe(false);
      await about.locator('summary').focus();
      await page.keyboard.press('Enter');
      expect(await about.getByText('lost region').isVisible()).toBe(true);
    });
  });

  it('links to the other labs where they stand on the site', async () => {
    await visit('labs/lab1/', {}, async (page) => {
      const links = await addresses(page.locator('main .sl-markdown-content a'));
      expect(links).toContain('/runbook/labs/lab0/');
      expect(links.filter((link) => link?.endsWith('.md'))).toEqual([]);
    });
  });
});

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
