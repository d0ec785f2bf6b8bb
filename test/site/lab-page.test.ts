import { text as textOf } from 'node:stream/consumers';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { visit } from './visit.ts';

/** The text of a part of the page, as a reader sees it. */
async function seen(part: Locator): Promise<string> {
  return (await part.allInnerTexts()).join('\n');
}

/** What the copy button of a part of the page puts on the clipboard. */
async function copied(part: Locator): Promise<string> {
  const page = part.page();
  await page.evaluate('navigator.clipboard.writeText("nothing")');
  const all = part.locator('.rb-copy-all');
  await ((await all.count()) > 0 ? all : part.locator('.copy button')).click();
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).not.toBe('nothing');
  return page.evaluate<string>('navigator.clipboard.readText()');
}

describe('without JavaScript, a lab', () => {
  const unaided = { javaScriptEnabled: false };

  it('says how long it takes, what it needs, and when and where it was last verified', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      expect(await page.locator('h1').allTextContents()).toEqual([
        'LAB 2 · L7 policy with an agentgateway waypoint',
      ]);
      const card = page.locator('.rb-card');
      expect(await seen(card.locator('.rb-verified'))).toMatch(
        /≈ Simulated run of \d{1,2}\u00a0\w+ 20\d\d on sandbox \(simulated\) · Kubernetes [\d.]+\S* · kubectl [\d.]+\S*: \d+ checks met\. No cluster was involved\./,
      );
      expect(await seen(card)).toMatch(
        /Time\nabout \d+\u00a0min to read it and run its commands; a machine ran it in [\d.]+\u00a0s/,
      );
      expect(await seen(card)).toMatch(
        /Needs\nLAB 0 · .+ · kubectl ≥ 1\.20 · istioctl · curl · gatewayclass\//,
      );
      expect(await card.getByRole('link', { name: /^LAB 0/ }).getAttribute('href')).toBe(
        '/runbook/labs/lab0/',
      );
      expect(await seen(card)).toContain('npx --no-install runbook exec labs/lab2.md');
    });
  });

  it('lists its steps with how they fared, as links to them', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      const steps = page.getByRole('navigation', { name: 'Steps' }).getByRole('listitem');
      expect(await steps.count()).toBe(7);
      for (const step of await steps.all()) expect(await seen(step)).toMatch(/\n[≈◐–] (?:Passed|Ran)/);
      await steps.nth(2).getByRole('link').click();
      expect(new URL(page.url()).hash).toBe('#apply-header-based-reviews-routing');
      expect(await page.locator('h2#apply-header-based-reviews-routing').count()).toBe(1);
      expect(await page.locator('a.sl-anchor-link[href="#apply-header-based-reviews-routing"]').count()).toBe(
        1,
      );
    });
  });

  it('shows commands, manifests and what to expect of them, and no fields', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      const body = await seen(page.locator('main'));
      expect(body).toContain('istio.io/use-waypoint=agw-waypoint');
      expect(body).toMatch(
        /You should see these rows, within 60\u00a0s:\s+bookinfo +reviews +10\.x\.x\.x +agw-waypoint +3\/3/,
      );
      expect(body).toContain('There is no output (reviews-v1 knows no ratings)');
      expect(body).toContain('export CLUSTER1=kind-east-ag');
      expect(body).not.toContain('# expect');
      expect(body).not.toContain('[!IMPORTANT]');
      expect(await page.locator('main input, main .copy').filter({ visible: true }).count()).toBe(0);
    });
  });

  it('shows under each command what to expect of it and what it printed, which is said to be simulated', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      const text = await seen(page.locator('#use-waypoint'));
      const parts = [
        /label namespace bookinfo/,
        /Output, simulated\s+namespace\/bookinfo labeled/,
        /ztunnel-config service \| grep bookinfo/,
        /You should see these rows/,
        /Output, simulated\s+bookinfo +/,
      ];
      const places = parts.map((part) => text.search(part));
      expect(places, text).toEqual(places.toSorted((one, other) => one - other));
      expect(places[0]).toBeGreaterThanOrEqual(0);
    });
  });

  it('calls each block by its name, as a link to it', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      await page.locator('.rb-name a', { hasText: 'use-waypoint' }).click();
      expect(new URL(page.url()).hash).toBe('#use-waypoint');
    });
  });

  it('has commands that are read without scrolling sideways', async () => {
    await visit('labs/lab0/', { viewport: { width: 1280, height: 900 } }, async (page) => {
      const wide = `[...document.querySelectorAll('.rb-shell .expressive-code pre')].filter((pre) => pre.scrollWidth > pre.clientWidth).length`;
      expect(await page.evaluate(wide)).toBe(0);
    });
  });

  it('offers a manifest as a file, without what is expected of it', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      const file = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download route.yaml' }).click();
      const download = await file;
      expect(download.suggestedFilename()).toBe('route.yaml');
      const text = await textOf(await download.createReadStream());
      expect(text).toMatch(/^apiVersion: gateway[\s\S]*\n {6}port: 9080\n$/);
    });
  });

  it('leads to the labs before and after it, and to others where they stand on the site', async () => {
    await visit('labs/lab1/', unaided, async (page) => {
      const address = (link: Locator) => link.getAttribute('href');
      expect(await address(page.locator('a[rel="prev"]'))).toBe('/runbook/labs/lab0/');
      expect(await address(page.locator('a[rel="next"]'))).toBe('/runbook/labs/lab2/');
      const links = await page.locator('main .sl-markdown-content a').all();
      const addresses = await Promise.all(links.map(address));
      expect(addresses).toContain('/runbook/labs/lab0/');
      expect(addresses.filter((each) => each?.endsWith('.md'))).toEqual([]);
    });
  });
});

describe('copying', () => {
  it('gives the commands of a block and nothing else', async () => {
    await visit('labs/lab0/', {}, async (page) => {
      expect(await copied(page.locator('#verify-ingress'))).toBe(
        [
          'kubectl --context $CLUSTER1 -n bookinfo port-forward svc/bookinfo-gateway 8080:8080 &',
          'until curl -sm 2 -o /dev/null localhost:8080; [ $? != 7 ]; do sleep 0.2; done',
          'curl -s -o /dev/null -w "ingress: HTTP %{http_code}\\n" http://localhost:8080/productpage',
          'kill %1',
        ].join('\n'),
      );
      expect(await copied(page.locator('#share'))).not.toContain('#');
      expect(await copied(page.locator('.rb-run'))).toBe('npx --no-install runbook exec labs/lab0.md');
    });
  });

  it('of a manifest gives the command that applies it', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      const route = page.locator('#route');
      expect(await seen(route.locator('pre').first())).toMatch(/^apiVersion: /);
      expect(await copied(route)).toMatch(
        /^kubectl --context \$CLUSTER1 apply --server-side --field-manager=runbook --force-conflicts -f - <<'EOF'\napiVersion: [\s\S]*\n {6}port: 9080\nEOF$/,
      );
    });
  });
});

describe('what a step is about', () => {
  it.each(['mouse', 'keyboard'])('is unfolded by %s', async (means) => {
    await visit('labs/lab1/', {}, async (page) => {
      const about = page.locator('details', { hasText: 'About this step' }).first();
      expect(await about.getByText('lost region').isVisible()).toBe(false);
      if (means === 'mouse') await about.locator('summary').click();
      else {
        await about.locator('summary').focus();
        await page.keyboard.press('Enter');
      }
      expect(await about.getByText('lost region').isVisible()).toBe(true);
    });
  });
});

describe("the reader's own names", () => {
  const hostile = [
    '$(rm -rf ~)',
    'a; rm b',
    '`id`',
    'a b',
    '<img src=x>',
    "a'b",
    'a"b',
    'a\\b',
    'a|b',
    'a\u00e9',
  ];
  const field = (page: Page, name: string) => page.getByRole('textbox', { name: `$${name}` });

  it('stand in every command, shown and copied, and only there', async () => {
    const complaints = await visit('labs/lab2/', {}, async (page) => {
      const printed = page.locator('#use-waypoint .rb-printed').first();
      const before = await printed.textContent();
      await field(page, 'CLUSTER1').fill('gke_prod_east');
      expect(await seen(page.locator('#use-waypoint pre').first())).toContain(
        'kubectl --context gke_prod_east label namespace',
      );
      expect(await copied(page.locator('#use-waypoint'))).toMatch(
        /^kubectl --context gke_prod_east label[\s\S]*\nistioctl --context gke_prod_east ztunnel-config service/,
      );
      expect(await copied(page.locator('#route'))).toMatch(
        /^kubectl --context gke_prod_east apply --server-side --field-manager=runbook --force-conflicts -f - <<'EOF'\n/,
      );
      expect(await seen(page.locator('#route figcaption'))).toContain('→ gke_prod_east');
      expect(await seen(page.locator('#route .rb-apply'))).toContain(
        '--context gke_prod_east apply --server-side --field-manager=runbook --force-conflicts -f route.yaml',
      );
      expect(await copied(page.locator('.rb-session'))).toBe(
        'export CLUSTER1=gke_prod_east\nexport CLUSTER2=kind-west-ag',
      );
      const body = (await seen(page.locator('main'))).replace(/\$CLUSTER1\n/, '');
      expect(body).not.toContain('$CLUSTER1');
      expect(await printed.textContent()).toBe(before);
      expect(await copied(page.locator('.rb-run'))).toBe(
        'npx --no-install runbook exec labs/lab2.md --cluster CLUSTER1=gke_prod_east',
      );
      expect(await seen(page.locator('.rb-run'))).toContain('--cluster CLUSTER1=gke_prod_east');
      expect(await page.locator('.rb-diagram svg').textContent()).toContain('gke_prod_east');
    });
    expect(complaints).toEqual([]);
  });

  it('are remembered, on other pages too, until they are reset', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      await field(page, 'CLUSTER1').fill('east');
      await page.reload();
      expect(await field(page, 'CLUSTER1').inputValue()).toBe('east');
      expect(await copied(page.locator('#clean-up'))).toMatch(/^kubectl --context east delete httproute/);
      await page.locator('a[rel="prev"]').click();
      await page.waitForURL('**/labs/lab1/');
      expect(await field(page, 'CLUSTER1').inputValue()).toBe('east');
      expect(await seen(page.locator('main'))).toContain('kubectl --context east ');
      await page.getByRole('button', { name: 'Reset' }).click();
      expect(await field(page, 'CLUSTER1').inputValue()).toBe('');
      expect(await seen(page.locator('main'))).toContain('kubectl --context $CLUSTER1 ');
      await page.reload();
      expect(await field(page, 'CLUSTER1').inputValue()).toBe('');
    });
  });

  it('are refused when a shell would take them for more than a word, also from storage', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      const input = field(page, 'CLUSTER1');
      const command = () => page.locator('#clean-up .copy button').first().getAttribute('data-code');
      for (const value of hostile) {
        await input.fill('fine');
        expect(await command()).toMatch(/^kubectl --context fine delete httproute/);
        await input.fill(value);
        expect(await input.getAttribute('aria-invalid'), value).toBe('true');
        expect(await seen(page.locator('.rb-fault').first())).toBe('Only letters, digits and . : @ / _ -');
        expect(await command()).toMatch(/^kubectl --context \$CLUSTER1 delete httproute/);
        expect(await page.evaluate('localStorage.getItem("runbook:names")')).toBe('{}');
      }
      await page.evaluate(
        'localStorage.setItem("runbook:names", JSON.stringify({ CLUSTER1: "$(rm)", CLUSTER2: "west" }))',
      );
      await page.reload();
      expect(await input.inputValue()).toBe('');
      expect(await field(page, 'CLUSTER2').inputValue()).toBe('west');
      expect(await command()).toMatch(/^kubectl --context \$CLUSTER1 delete httproute/);
    });
  });

  it('may be what clusters of the large providers are called', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      const name = 'arn:aws:eks:eu-west-1:123456789012:cluster/admin@east.example';
      await field(page, 'CLUSTER1').fill(name);
      expect(await copied(page.locator('#clean-up'))).toContain(`kubectl --context ${name} delete`);
    });
  });
});

describe('what a reader has done', () => {
  it('is ticked off, in the list and at the step, and found again', async () => {
    await visit('labs/lab2/', {}, async (page) => {
      const progress = page.locator('.rb-progress');
      await page.getByRole('checkbox', { name: 'Done: Apply header-based reviews routing' }).check();
      await page.getByRole('checkbox', { name: 'I have done this step: Clean up routing' }).check();
      expect(await seen(progress)).toContain('2 of 7 done.');
      await page.reload();
      expect(await seen(progress)).toContain('2 of 7 done.');
      expect(
        await page.getByRole('checkbox', { name: 'I have done this step: Apply header' }).isChecked(),
      ).toBe(true);
      await page.goto(page.url().replace('lab2', 'lab3'));
      expect(await seen(progress)).toContain('this browser remembers it');
      await page.goBack();
      await page.getByRole('button', { name: 'Start again' }).click();
      expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(0);
    });
  });
});
