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
  await part.locator('.copy button').click();
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
      expect(await seen(card)).toMatch(/Time\n[\d.]+\u00a0s, as measured in that run/);
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
        /You should see these rows, within 60\u00a0s:\s+bookinfo reviews 10\.x\.x\.x agw-waypoint 3\/3/,
      );
      expect(body).toContain('There is no output (reviews-v1 knows no ratings)');
      expect(body).toContain('export CLUSTER1=kind-east-ag');
      expect(body).not.toContain('# expect');
      expect(body).not.toContain('[!IMPORTANT]');
      expect(await page.locator('main input, main .copy').filter({ visible: true }).count()).toBe(0);
    });
  });

  it('unfolds what each command printed, which is said to be simulated', async () => {
    await visit('labs/lab2/', unaided, async (page) => {
      const printed = page.locator('#use-waypoint .rb-printed');
      const command = printed.getByText(
        'istioctl --context $CLUSTER1 ztunnel-config service | grep bookinfo',
      );
      expect(await command.isVisible()).toBe(false);
      await printed.locator('summary').click();
      expect(await command.isVisible()).toBe(true);
      expect(await seen(printed.locator('summary'))).toMatch(
        /^What it printed on .+ · sandbox \(simulated\)$/,
      );
      expect(await seen(printed.locator('samp').last())).toMatch(/bookinfo +reviews .*agw-waypoint/);
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
          'curl -s -o /dev/null -w "ingress: HTTP %{http_code}\\n" http://localhost:8080/productpage',
          'kill %1',
        ].join('\n'),
      );
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
      const before = await page.locator('#use-waypoint .rb-printed').textContent();
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
      expect(await page.locator('#use-waypoint .rb-printed').textContent()).toBe(before);
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
      const command = () => page.locator('#clean-up .copy button').getAttribute('data-code');
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
