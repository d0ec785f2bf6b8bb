import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../src/engine/record/read-record.ts';
import { recordJson } from '../../src/engine/record/record-json.ts';
import { type Served, serve } from './serve.ts';
import { type TemporarySite, temporarySite } from './temporary-site.ts';
import { visit } from './visit.ts';

/** Labs that say what our own don't, on a site like ours. */
const fixtures = fileURLToPath(new URL('../fixtures/site/', import.meta.url));

/** The record, on a site whose first lab is another one than beside the fixture. */
async function recordOfVerified(): Promise<string> {
  const file = 'verified.record.json';
  const read = readRecord({ file, text: await readFile(fixtures + file, 'utf8') });
  if (!('record' in read)) throw new Error('the fixture has no record');
  const { required: _, ...record } = read.record;
  return recordJson(record);
}

let site: TemporarySite;
let served: Served;

beforeAll(async () => {
  site = await temporarySite();
  for (const name of ['verified.md', 'hostile.md', 'shown.md'])
    await site.write(`runbooks/labs/${name}`, await readFile(fixtures + name, 'utf8'));
  await site.write('runbooks/labs/verified.record.json', await recordOfVerified());
  const build = await site.build();
  expect(build.code, build.printed).toBe(0);
  served = await serve(site.dist, '/runbook');
});

afterAll(async () => {
  await served?.close();
  await site?.close();
});

describe('HTML of strangers', () => {
  it('loses all that acts, looks or leads elsewhere than text does', async () => {
    const page = await site.built('labs/hostile/index.html');
    const [, content = ''] = /class="sl-markdown-content">([\s\S]*?)<footer/.exec(page) ?? [];
    expect(content).toContain('Kept <strong>as it is</strong>.');
    expect(content).toContain('<summary>About</summary>');
    // What Expressive Code brings, code itself, and our structured data, is none of the strangers'; of inputs GitHub's boxes of tasks stay.
    const own =
      /<script type="application\/ld\+json">[^<]*<\/script>|<pre[\s\S]*?<\/pre>|data-code="[^"]*"|<(link|script)[^>]*\/_astro\/ec\.[^>]*>(<\/script>)?|<input(?=[^>]* disabled)[^>]*>/g;
    const acting =
      /<(script|style|iframe|form|input|link|meta|button name)\b|\son\w+=|javascript:|data:text|srcdoc|formaction|style="|gone|rm -rf/;
    expect(acting.exec(content.replaceAll(own, ''))?.[0]).toBeUndefined();
  });

  it('does nothing in a browser', async () => {
    const complaints = await visit(`${served.url}labs/hostile/`, {}, async (page) => {
      await page.getByText('styled').click();
      await page.getByText('here', { exact: true }).click();
      expect(await page.title()).toContain('HTML of strangers');
      expect(await page.getByText('About', { exact: true }).isVisible()).toBe(true);
    });
    // The picture is not there, which is all that happens.
    expect(complaints.filter((each) => !/\/x$|status of 404/.test(each))).toEqual([]);
  });
});

describe('copying', () => {
  it('gives here-documents whole, and no name where the shell works on the variable', async () => {
    await visit(`${served.url}labs/verified/`, {}, async (page) => {
      await page.getByRole('textbox', { name: '$CLUSTER10' }).fill('ten');
      await page.getByRole('textbox', { name: '$CLUSTER1', exact: true }).fill('one');
      await page.locator('#shell .rb-copy-all').click();
      await expect
        .poll(() => page.evaluate('navigator.clipboard.readText()'))
        .toBe(
          [
            'kubectl --context one -n "${CLUSTER10#kind-}" get pods',
            "cat <<'END' >notes.txt",
            '# expect: this is text',
            '$ echo no prompt',
            'END',
            'curl -s http://localhost:1/',
          ].join('\n'),
        );
      await page.locator('.rb-session .copy button').click();
      await expect
        .poll(() => page.evaluate('navigator.clipboard.readText()'))
        .toBe(
          [
            'export CLUSTER1=one',
            'export CLUSTER10=ten',
            "export GREETING='hello there'",
            'export IMAGES=registry.example/images',
          ].join('\n'),
        );
    });
  });
});

describe('what was printed', () => {
  it('is told stream by stream, with what was left out and how it ended', async () => {
    await visit(`${served.url}labs/verified/`, { javaScriptEnabled: false }, async (page) => {
      const printed = page.locator('#shell .rb-printed');
      await printed.locator('summary').click();
      const text = (await printed.allInnerTexts()).join('\n');
      expect(text).toContain('… 1,200 lines left out …');
      expect(text).toMatch(/On stderr:\s+curl: \(7\) Failed to connect <to> localhost\s+Exit status 7\./);
      expect(await printed.locator('samp').nth(1).textContent()).toBe(
        '  web  1/1     Running\napi    1/1     Running',
      );
    });
  });

  it('is not there of a page that was never run, which says so', async () => {
    await visit(`${served.url}labs/shown/`, { javaScriptEnabled: false }, async (page) => {
      const [text = ''] = await page.locator('main').allInnerTexts();
      expect(text).toContain('Not verified yet: no run of this page has been recorded.');
      expect(text).not.toMatch(/Last verified|simulated/);
      expect(await page.locator('.rb-printed').count()).toBe(0);
    });
  });
});
