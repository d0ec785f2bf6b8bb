import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunRecord, recordFormat } from '../../src/engine/model/record.ts';
import { recordJson } from '../../src/engine/record/record-json.ts';
import { type TemporarySite, temporarySite } from './temporary-site.ts';

/** Each of these went wrong without a word, or would if the settings of the site were other than they are. */

let site: TemporarySite;

beforeAll(async () => {
  site = await temporarySite();
});

afterAll(() => site?.close());

describe('a site with two labs', () => {
  let page: string;

  beforeAll(async () => {
    const build = await site.build();
    expect(build.code, build.printed).toBe(0);
    page = await site.built('labs/first/index.html');
  });

  it('is rendered by our own plugin, and its classes survive the sanitiser', () => {
    expect(page).toMatch(/class="rb-block rb-shell"[^>]*id="script"/);
    expect(page).toContain('class="rb-expect"');
    expect(page).not.toContain('# expect');
  });

  it('has call-outs, folds and linked headings though the labs stand elsewhere', () => {
    expect(page).toMatch(/starlight-aside--caution[\s\S]{0,800}A warning as GitHub writes it\./);
    expect(page).toContain('<summary>About this step</summary>');
    expect(page).toMatch(/<h2 id="write-a-script">[\s\S]{0,200}href="#write-a-script"/);
  });

  it('lists the labs in its menu and marks the one that is read', () => {
    const [menu = ''] = /<nav[^>]*class="sidebar[\s\S]*?<\/nav>/.exec(page) ?? [];
    expect(menu).toContain('href="/runbook/labs/second/"');
    expect(menu).toMatch(/href="\/runbook\/labs\/first\/"[^>]*aria-current="page"/);
  });

  it('keeps dashes, quotes, braces and colons in prose', () => {
    expect(page).toContain(
      'Flags such as --overwrite and "quotes" stay as they are, so do {{ braces }}, protocol:HBONE and 10.0.0.1:15008.',
    );
  });

  it('leads from file to file as on GitHub, and shows pictures that stand beside the page', () => {
    expect(page).toContain('href="/runbook/labs/second/#the-end"');
    expect(page).toMatch(
      /<img[^>]*alt="A picture beside the page"[^>]*src="\/runbook\/_astro\/picture\.[^"]*svg"|<img[^>]*src="\/runbook\/_astro\/picture\.[^"]*svg"[^>]*alt="A picture beside the page"/,
    );
  });

  it('copies here-documents whole, without the comments of the page', () => {
    const [, copied] = /data-runbook-copy="([^"]*)"/.exec(page.slice(page.indexOf('id="script"'))) ?? [];
    expect(copied).toBe(
      [
        'cat <<&#x27;END&#x27; >script.sh',
        '#!/usr/bin/env bash',
        '# a comment of the script',
        'echo done',
        'END',
        'bash script.sh',
      ].join('\n'),
    );
  });

  it('keeps the colours of code under a policy that allows no foreign script', () => {
    const [, policy = ''] =
      /^<!DOCTYPE html><html[^>]*><head><meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
        page,
      ) ?? [];
    expect(policy).toMatch(/default-src 'self'; script-src 'self' 'wasm-unsafe-eval'( 'sha256-[^']+')+;/);
    expect(policy).toContain("object-src 'none'; base-uri 'none'");
    expect(page).toMatch(/<span style="--0:#/);
  });

  it('is a build for publication, also from inside a test: with search, and addresses under its base', async () => {
    expect(await site.built('pagefind/pagefind-entry.json')).toContain('"page_count"');
    expect(page).toMatch(/rel="shortcut icon" href="\/runbook\/favicon\.svg"/);
  });
});

describe('a build fails', () => {
  const lab = 'runbooks/labs/third.md';
  const lines = (...text: string[]) => ['---', 'title: The third lab', '---', '', ...text, ''].join('\n');
  const step = ['```bash', 'echo on', '# expect: on', '```'];

  it('at the line of a malformed runbook', async () => {
    await site.write(lab, lines('```bash', 'echo on', '# expects: on', '```'));
    const build = await site.build();
    expect(build.code).not.toBe(0);
    expect(build.printed).toContain('third.md:7:1');
    expect(build.printed).toContain('looks like an expectation');
  });

  it('at links that lead nowhere, and at anchors that are not there', async () => {
    await site.write(
      lab,
      lines('[one](fourth.md), [two](first.md#nowhere), [three](#nor-here)', '', ...step),
    );
    const build = await site.build();
    expect(build.code).not.toBe(0);
    for (const link of ['/runbook/labs/fourth/', '/runbook/labs/first/#nowhere', '#nor-here'])
      expect(build.printed).toContain(link);
    expect(build.printed).toContain('3 invalid links');
  });

  it('at a picture that is not there', async () => {
    await site.write(lab, lines('![A picture](missing.svg)', '', ...step));
    const build = await site.build();
    expect(build.code).not.toBe(0);
    expect(build.printed).toContain('missing.svg');
  });

  it('at a record that says otherwise than its page, though the page is as it was built before', async () => {
    await site.remove(lab);
    await site.write('runbooks/labs/second.record.json', recordJson(record));
    const build = await site.build();
    expect(build.code).not.toBe(0);
    expect(build.printed).toMatch(/second\.md:\d+:\d+/);
    expect(build.printed).toMatch(/-echo an end\n/);
    expect(build.printed).toMatch(/runbook exec \S*second\.md --record/);
  });
});

/** Of a run of the second lab, when it said something else. */
const record: RunRecord = {
  format: recordFormat,
  verified: '2026-01-31',
  by: 'runbook 0.1.0',
  target: { name: 'the embedded sandbox', simulated: true, clusters: {}, tools: {} },
  seconds: 1,
  head: [],
  prose: '',
  blocks: [
    {
      step: 'the-end',
      block: 'the-end',
      fence: 'bash',
      segments: [
        {
          statements: [{ source: ['echo an end'], outcome: 'passed', stdout: { lines: ['an end'] } }],
          expectations: ['# expect: an end'],
        },
      ],
    },
  ],
};
