import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { visit } from './visit.ts';

const focused = (page: Page): Locator => page.locator(':focus');

/** Presses Tab until what has the focus is meant. */
async function tabTo(page: Page, meant: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(meant)}) ?? false`)) return;
  }
  throw new Error(`Tab never comes to ${meant}`);
}

describe('by keyboard', () => {
  it('the first stop leads past the menu, and what has the focus is seen', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await focused(page).textContent()).toBe('Skip to content');
      expect(await focused(page).isVisible()).toBe(true);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate('location.hash')).toBe('#_top');
      await page.keyboard.press('Tab');
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      expect(await page.evaluate(outline)).not.toBe('none');
      expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
    });
  });

  it('search opens, finds and leads to a page', async () => {
    await visit('', {}, async (page) => {
      await tabTo(page, 'site-search button');
      await page.keyboard.press('Enter');
      await page.locator('.pagefind-ui__search-input').waitFor();
      await page.keyboard.type('failover');
      await page.locator('.pagefind-ui__result-link').first().waitFor();
      await tabTo(page, '.pagefind-ui__result-link');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/runbook\/labs\/lab\d\//);
    });
  });

  it('the theme is changed, and stays so on the next page', async () => {
    await visit('', { colorScheme: 'light' }, async (page) => {
      await tabTo(page, 'starlight-theme-select select');
      await focused(page).selectOption('dark');
      await page.locator('html[data-theme=dark]').waitFor();
      await page.goto(`${inject('site')}labs/lab1/`);
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    });
  });

  it('on a phone the menu opens, closes, and leads to a lab', async () => {
    await visit('', { viewport: { width: 360, height: 740 } }, async (page) => {
      const lab = page.locator('nav.sidebar a[href="/runbook/labs/lab3/"]');
      expect(await lab.isVisible()).toBe(false);
      await tabTo(page, '.sl-menu-button');
      await page.keyboard.press('Enter');
      await lab.waitFor({ state: 'visible' });
      await page.keyboard.press('Escape');
      await lab.waitFor({ state: 'hidden' });
      await page.keyboard.press('Enter');
      await lab.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/runbook\/labs\/lab3\//);
    });
  });

  it('a wide diagram is scrolled', async () => {
    await visit('labs/lab1/', { viewport: { width: 360, height: 740 } }, async (page) => {
      const picture = page.locator('.rb-diagram-picture');
      await picture.focus();
      for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight');
      await expect
        .poll(() => page.evaluate("document.querySelector('.rb-diagram-picture').scrollLeft"))
        .toBeGreaterThan(0);
    });
  });
});

describe('search, without a server of its own', () => {
  it.each([
    ['failover', '/runbook/labs/lab1/'],
    ['screen readers', '/runbook/guide/terminal/'],
    ['parse/lookalike-expectation', '/runbook/reference/diagnostics/'],
  ])('finds %s', async (words, page) => {
    const asked: string[] = [];
    await visit('', {}, async (window) => {
      window.on('request', (request) => asked.push(request.url()));
      await window.locator('site-search button').first().click();
      await window.locator('.pagefind-ui__search-input').fill(words);
      const found = window.locator(`.pagefind-ui__result-link[href^="${page}"]`);
      await found.first().waitFor();
    });
    expect(asked.filter((url) => !url.startsWith(inject('site')))).toEqual([]);
  });
});

describe('without JavaScript', () => {
  it('a diagram is seen, and said in words', async () => {
    await visit('labs/lab3/', { javaScriptEnabled: false }, async (page) => {
      const picture = page.getByRole('img', {
        name: 'What LAB 3 shows: ratings may call httpbin.org, reviews may not',
      });
      expect(await picture.isVisible()).toBe(true);
      expect(await picture.locator('desc').innerHTML()).toContain(
        'reviews (east) does not get through to egress-gateway (east): RBAC: access denied.',
      );
      const [drawn, shown] = [
        await picture.locator('text.rb-name').count(),
        await picture.locator('path.rb-refused').count(),
      ];
      expect([drawn, shown]).toEqual([4, 1]);
      await page.getByText('The same in words').click();
      expect(await page.locator('.rb-diagram li').count()).toBe(3);
    });
  });
});

it("no script that is not the site's own runs", async () => {
  const complaints = await visit('labs/lab2/', {}, async (page) => {
    const ran = `(() => {
      const script = document.createElement('script');
      script.textContent = 'window.foreign = true';
      document.head.append(script);
      return window.foreign ?? false;
    })()`;
    expect(await page.evaluate(ran)).toBe(false);
  });
  expect(complaints.join()).toContain('Content Security Policy');
});
