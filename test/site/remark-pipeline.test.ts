import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Nodes, Root } from 'mdast';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { describe, expect, it } from 'vitest';
import {
  manifestFiles,
  type RemarkRunbookOptions,
  type RunbookMark,
  remarkRunbook,
} from '../../src/remark.ts';
import { walk } from '../../src/site/walk.ts';
import { expectGolden } from '../helpers/golden.ts';

const root = fileURLToPath(new URL('../fixtures/site/', import.meta.url));

/** A pipeline with nothing of Astro in it, such as GitHub-like renderers and generators have. */
const pipeline = (options: RemarkRunbookOptions) =>
  unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRunbook, options)
    .use(remarkRehype)
    .use(rehypeStringify);

async function fileOf(name: string): Promise<VFile> {
  return new VFile({ path: `${root}${name}`, value: await readFile(`${root}${name}`, 'utf8') });
}

describe('runbook/remark in a bare pipeline', () => {
  it('gives a whole page: card, steps, panels, what to expect, what was printed', async () => {
    const options = { root, page: (slug: string) => `/${slug}/`, asset: (path: string) => `/${path}` };
    const html = await pipeline(options).process(await fileOf('verified.md'));
    expectGolden(`${String(html).trim()}\n`, new URL('../goldens/site/verified.html', import.meta.url));
  });

  it('says that a page without a record is not verified', async () => {
    const html = String(await pipeline({ root }).process(await fileOf('shown.md')));
    expect(html).toContain('<strong>Not verified yet</strong>');
    expect(html).toContain('○</span> Not run yet</span></li>');
    expect(html).not.toMatch(/Last verified|simulated|rb-printed/);
  });

  it('leads to steps without a heading of their own by what is there of them', async () => {
    const titled = '# All\n\n```bash\necho on\n```\n';
    const options: RemarkRunbookOptions = { root: '/docs', title: 'remove' };
    const path = '/docs/page.md';
    expect(String(await pipeline(options).process({ path, value: titled }))).toMatch(
      /<a href="#all">[\s\S]*<p class="rb-step" id="all">Step 1 of 1/,
    );
    const bare = titled.replace('# All', 'All');
    expect(String(await pipeline(options).process({ path, value: bare }))).toMatch(
      /<a href="#start">[\s\S]*<div class="rb-block rb-shell" id="start">/,
    );
  });

  it('finds blocks in lists and alerts', async () => {
    const value =
      '## S\n\n1. ```bash\n   echo on\n   # expect: on\n   ```\n\n> [!NOTE]\n> ```bash\n> true\n> ```\n';
    const page = pipeline({ root: '/docs', alerts: 'directives' }).process({ path: '/docs/page.md', value });
    expect(
      String(await page).match(
        /<li>\s*<div class="rb-block rb-shell"[^>]*>|<p>Note<\/p><div class="rb-block/g,
      ),
    ).toHaveLength(2);
  });

  it('leaves the runbook and its record to other plugins', async () => {
    const file = await fileOf('verified.md');
    await pipeline({ root, render: false }).process(file);
    expect(file.data.runbook?.runbook.title).toBe('A page that was verified');
    expect(file.data.runbook?.record?.verified).toBe('2026-11-20');
    expect(file.data.runbook?.drift).toEqual([]);
  });
});

describe('marks', () => {
  async function marksOf(
    name: string,
  ): Promise<readonly { readonly node: Nodes; readonly mark: RunbookMark }[]> {
    const found: { node: Nodes; mark: RunbookMark }[] = [];
    const collect = () => (tree: Root) =>
      walk(tree, (node) => {
        if (node.data?.runbook) found.push({ node, mark: node.data.runbook });
        return undefined;
      });
    const processor = unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(remarkRunbook, { root, render: false })
      .use(collect);
    const file = await fileOf(name);
    await processor.run(processor.parse(file), file);
    return found;
  }

  it('stand on every step, block and output fence, and their lines are the lines of the file', async () => {
    const lines = (await readFile(`${root}shown.md`, 'utf8')).split('\n');
    const marks = await marksOf('shown.md');
    for (const { node, mark } of marks) {
      const line = node.position?.start.line ?? 0;
      if (node.type === 'heading') {
        expect(lines[line - 1]).toBe(`## ${mark.step.title}`);
        expect(mark.step.span.start.line).toBe(line);
        continue;
      }
      expect(lines[line - 1]).toMatch(/^```/);
      const at = mark.output ? mark.output.expectation?.span.start.line : mark.block?.span.start.line;
      expect([undefined, line]).toContain(at);
      for (const { action, span } of mark.block?.segments.flatMap(({ statements }) => statements) ?? []) {
        if (action.kind === 'shell') expect(lines[span.start.line - 1]).toBe(action.script.split('\n')[0]);
      }
    }
    expect(marks.filter(({ node }) => node.type === 'heading')).toHaveLength(5);
    expect(marks.filter(({ mark }) => mark.output)).toHaveLength(4);
    expect(marks.filter(({ mark }) => mark.block && !mark.output)).toHaveLength(9);
  });

  it('carry what was recorded of a block', async () => {
    const recorded = (await marksOf('verified.md')).flatMap(({ mark }) => mark.recorded?.block ?? []);
    expect(recorded).toEqual(['shell', 'settings', 'manifest/2', 'by-hand']);
  });
});

describe('what exec or check would refuse', () => {
  it('fails the file at its line', async () => {
    const failure = pipeline({ root }).process(await fileOf('malformed.md'));
    await expect(failure).rejects.toMatchObject({ line: 11, column: 1, source: 'runbook' });
  });

  it('fails it when a command differs from the record, with a diff and how to verify again', async () => {
    const failure = pipeline({ root }).process(await fileOf('drifted.md'));
    await expect(failure).rejects.toMatchObject({ line: 8, source: 'runbook', ruleId: 'record/changed' });
    await expect(failure).rejects.toThrow(/-echo hello\n/);
    await expect(failure).rejects.toThrow(/\+echo goodbye\n/);
    await expect(failure).rejects.toThrow(/runbook exec .*drifted\.md --record/);
  });

  it('is only said with `drift: warn`, on the page too', async () => {
    const file = await fileOf('drifted.md');
    const html = String(await pipeline({ root, drift: 'warn' }).process(file));
    expect(file.messages.map(({ ruleId }) => ruleId)).toEqual(['record/changed']);
    expect(html).toContain('The page has changed since.');
    expect(html).toMatch(/≠<\/span> Changed since<\/span>/);
    expect(html).not.toContain('rb-printed');
  });

  it('is told also where a pipeline hands over what is below the front matter', async () => {
    const text = (await readFile(`${root}verified.md`, 'utf8')).replace(/^---[\s\S]*?\n---\n/, '');
    const html = String(await pipeline({ root }).process({ path: `${root}verified.md`, value: text.trim() }));
    expect(html).toContain('<h2 id="manifest">Manifest</h2>\n<p class="rb-step">');
  });

  it('is no longer told where other lines are shown than those of the file', async () => {
    const text = (await readFile(`${root}verified.md`, 'utf8')).replace(/^---[\s\S]*?\n---\n/, 'Other.\n');
    const file = new VFile({ path: `${root}verified.md`, value: text });
    await expect(pipeline({ root }).process(file)).rejects.toMatchObject({ ruleId: 'site/other-lines' });
  });
});

it('the manifests of a page are files that kubectl takes', async () => {
  const file = await fileOf('verified.md');
  await pipeline({ root }).process(file);
  const runbook = file.data.runbook?.runbook;
  const files = runbook ? manifestFiles(runbook) : [];
  expect(files.map(({ name }) => name)).toEqual(['settings.yaml', 'manifest-2.yaml']);
  expect(files[0]?.text).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  key: value\n',
  );
});
