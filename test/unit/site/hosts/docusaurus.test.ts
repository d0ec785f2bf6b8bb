import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { type PluggableList, unified } from 'unified';
import { expect, it } from 'vitest';
import runbook from '../../../../src/docusaurus.ts';

const root = fileURLToPath(new URL('../../../fixtures/site/', import.meta.url));
type Docs = { readonly beforeDefaultRemarkPlugins: PluggableList; readonly rehypePlugins: PluggableList };

/** The settings of docs, as Docusaurus' preset gets them from a site that wraps its own. */
function docsOf(options: Parameters<typeof runbook>[1]): Docs {
  const own = { title: 'A site', presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]] };
  type Preset = readonly [string, { readonly docs: Docs; readonly blog: boolean; readonly pages: Docs }];
  const [[name, { docs, blog, pages }]] = runbook(own, options).presets as unknown as readonly [Preset];
  expect([name, blog, pages]).toEqual(['classic', false, expect.anything()]);
  expect(docs).toMatchObject({ routeBasePath: '/' });
  return docs;
}

/** In the order of Docusaurus: what a site puts in front, its own plugins, Markdown to HTML. */
async function pageOf(name: string, options: Parameters<typeof runbook>[1]): Promise<string> {
  const { beforeDefaultRemarkPlugins, rehypePlugins } = docsOf(options);
  const pipeline = unified()
    .use(remarkParse)
    .use(beforeDefaultRemarkPlugins)
    .use(remarkGfm)
    .use(remarkRehype)
    .use(rehypePlugins)
    .use(rehypeStringify);
  return String(await pipeline.process({ path: root + name, value: await readFile(root + name) }));
}

it('renders a runbook with its card, its checks in words, its manifests to download, and its title in place', async () => {
  const html = await pageOf('verified.md', { root });
  expect(html).toMatch(/<h1[^>]*>A page that was verified<\/h1>\s*<section class="rb-card"/);
  expect(html).not.toContain('# expect within');
  expect(await pageOf('shown.md', { root })).toContain('href="pathname:///manifests/shown/manifest.yaml"');
});

it('leaves a page alone that was not written for runbook, whatever commands it has', async () => {
  const foreign = `---\ntags: [a]\n---\n\n> [!NOTE]\n> Not ours.\n\n\`\`\`bash\nhelm install <name>\n\`\`\`\n`;
  const { beforeDefaultRemarkPlugins } = docsOf({ root, pages: 'checked' });
  const through = (plugins: PluggableList) =>
    unified().use(remarkParse).use(plugins).use(remarkRehype).use(rehypeStringify);
  const file = { path: `${root}foreign.md`, value: foreign };
  const ours = await through(beforeDefaultRemarkPlugins).process({ ...file });
  expect(String(ours)).toContain('[!NOTE]');
  expect(String(ours)).not.toContain('rb-');
  expect(ours.messages).toEqual([]);
});

it('has runbooks read as Markdown, and other pages as MDX as before', async () => {
  const { markdown } = runbook({ presets: [], markdown: {} }, { root, pages: 'checked' });
  const { parseFrontMatter } = markdown as unknown as {
    parseFrontMatter(file: object): Promise<{ readonly frontMatter: object }>;
  };
  const read = async (name: string, fileContent: string) => {
    const defaultParseFrontMatter = async () => ({ frontMatter: { title: 'T' } });
    return (await parseFrontMatter({ filePath: root + name, fileContent, defaultParseFrontMatter }))
      .frontMatter;
  };
  expect(await read('a.md', '```bash\ntrue\n# expect: on\n```\n')).toEqual({
    mdx: { format: 'md' },
    title: 'T',
  });
  expect(await read('b.md', '```bash\nhelm install\n```\n')).toEqual({ title: 'T' });
  expect(await read('c.mdx', '```bash\ntrue\n# expect: on\n```\n')).toEqual({ title: 'T' });
});
