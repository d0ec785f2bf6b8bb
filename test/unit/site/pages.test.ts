import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageForms } from '../../../src/site/pages/page-forms.ts';
import { sitePages } from '../../../src/site/pages/site-pages.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/site/', import.meta.url));

describe('a page in Markdown that any renderer takes', () => {
  const markdown = (name: string, dropHeading = false) =>
    pageForms.markdown.write(`${fixtures}${name}.md`, { root: fixtures, dropHeading });

  it('says checks in words and has evidence below its commands, without directives and without HTML of ours', () => {
    const text = markdown('verified');
    expect(text).not.toMatch(/^# (?:expect|wait)\b.*:.*1\/1/m);
    expect(text).not.toMatch(/rb-|<div|<section/);
    expect(text).toMatch(/\*\*Simulated run of 20\sNovember 2026\*\* on sandbox \(simulated\)/);
    expect(text).toMatch(/You should see these rows, within 30\ss:\n {4}```text\n {4}web {2}1\/1 {2}Running/);
    expect(text).toMatch(/\*\*Output, simulated, 1,203 lines\*\*\n\n```text\nNAME {3}READY {3}STATUS/);
    expect(text).not.toContain('](#shell)');
  });

  it('has the command that applies a manifest in place of bare YAML', () => {
    expect(markdown('verified')).toMatch(
      /```bash\nkubectl --context \$CLUSTER1 apply -n demo --server-side [^\n]* -f - <<'EOF'\napiVersion: v1\n[\s\S]*?\nEOF\n```/,
    );
  });

  it("keeps the site's front matter, and leaves out ours", () => {
    const [, head = ''] = markdown('verified').split(/^---$/m);
    expect(head).toContain('title: A page that was verified');
    expect(head).not.toContain('clusters');
  });

  it('leaves out the title for sites that show it themselves', () => {
    expect(markdown('verified')).toMatch(/^# A page that was verified$/m);
    expect(markdown('verified', true)).not.toMatch(/^# A page that was verified$/m);
  });
});

const html = (name: string) => pageForms.html.write(`${fixtures}${name}.md`, { root: fixtures });

describe('a page in HTML by itself', () => {
  it('has its styles in it, its title, and nothing that an author may not write', () => {
    expect(html('verified')).toMatch(
      /<title>A page that was verified<\/title>[\s\S]*<style>[\s\S]*\.rb-card/,
    );
    expect(html('verified')).toContain('<p class="rb-panel-title">Run this page</p>');
    expect(html('hostile')).not.toMatch(/<script(?! type="application\/ld\+json")|onerror|javascript:/);
    expect(html('shown')).toContain('<aside class="rb-aside"><p>Warning</p>');
  });
});

describe('for machines a page', () => {
  it('says as structured data what it shows how to do, and of when its run is and what that was', () => {
    const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html('verified')) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      '@type': 'WebPage',
      lastReviewed: '2026-11-20',
      creativeWorkStatus: expect.stringMatching(/^simulated 2026-11-20, \d+ checks$/),
      mainEntity: { '@type': 'HowTo', totalTime: 'PT5M', tool: [{ name: 'kubectl' }, { name: 'curl' }] },
    });
  });

  it('has no day where nothing was run', () => {
    const shown = html('shown');
    expect(shown).toContain('"creativeWorkStatus":"never recorded"');
    expect(shown).not.toContain('lastReviewed');
  });
});

describe('a plain site', () => {
  let root = '';
  const write = (name: string, text: string) => writeFile(join(root, name), text);
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'runbook-site-'));
    await write('a.md', '# First\n\nSee [next](b.md#two) and ![a picture](p.svg).\n\n```bash\ntrue\n```\n');
    await write('b.md', '---\ndescription: What b is for.\n---\n\n# Second\n\nNothing runs.\n\n## Two\n');
    await write('p.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const built = (paths: readonly string[]) =>
    new Map(
      sitePages({ root, paths: paths.map((name) => join(root, name)), title: 'Ours', lang: 'de' }).map(
        ({ path, content }) => [path, String(content)],
      ),
    );

  it('has a page for each file, a list of them, and what they show, by relative links', () => {
    const site = built(['a.md', 'b.md']);
    expect([...site.keys()].filter((name) => !name.startsWith('assets/'))).toEqual([
      'a.html',
      'b.html',
      'index.html',
      'a/badge.svg',
      'a/badge.json',
      'p.svg',
    ]);
    expect(site.get('a.html')).toContain('<a href="b.html#two">next</a>');
    expect(site.get('a.html')).toContain('<html lang="de">');
    expect(site.get('a.html')).toContain('<link rel="stylesheet" href="assets/lab.css">');
    expect(site.get('index.html')).toContain('<a href="a.html">First</a><p>Not verified yet');
    expect(site.get('b.html')).not.toContain('rb-card');
  });

  it('opens with the README of the folder, if it has one', async () => {
    await write('README.md', '# Welcome\n\n[First](a.md)\n');
    const site = built(['a.md', 'README.md']);
    expect(site.get('index.html')).toContain('<h1>Welcome</h1>');
    expect(await readFile(join(root, 'README.md'), 'utf8')).toContain('Welcome');
    await rm(join(root, 'README.md'));
  });
});
