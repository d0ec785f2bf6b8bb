import { pathToFileURL } from 'node:url';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import { describe, expect, it, vi } from 'vitest';
import { rehypeDiagram } from '../../src/site/diagram/rehype-diagram.ts';
import { schema } from '../../src/site/sanitize.ts';

async function html(text: string): Promise<string> {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    rehypePlugins: [rehypeRaw, [rehypeSanitize, schema], rehypeDiagram],
  });
  const { code } = await processor.render(text, { fileURL: pathToFileURL('/page.md') });
  return code;
}

const fence = (...lines: string[]) => ['```diagram', ...lines, '```', ''].join('\n');

const shop = fence(
  'Who asks <b>whom</b>',
  '',
  'you',
  'east: kind',
  '  shop | stock',
  '',
  'you --> shop: HTTP',
  'shop --x stock',
);

describe('a diagram on a page', () => {
  it('is a picture with a title, said in words too, and its text is no HTML', async () => {
    const page = await html(shop);
    expect(page).toMatch(
      /<svg role="img"[^>]*aria-labelledby="diagram-1-title"[^>]*aria-describedby="diagram-1-text"/,
    );
    expect(page).toContain('<title id="diagram-1-title">Who asks &#x3C;b>whom&#x3C;/b></title>');
    expect(page).toContain('<li>you to shop (east): HTTP.</li>');
    expect(page).toContain('<li>shop (east) does not get through to stock (east).</li>');
    expect(page.match(/class="rb-node"/g)).toHaveLength(3);
    expect(page.match(/class="rb-arrow rb-refused"/g)).toHaveLength(1);
  });

  it('each have ids of their own', async () => {
    const page = await html(`${shop}\n${shop}`);
    for (const id of ['diagram-1', 'diagram-2'])
      expect(page).toContain(`<figure class="rb-diagram" id="${id}">`);
  });

  it('lets no drawing of an author through, and nothing that acts', async () => {
    const page = await html(
      '<svg onload="a()"><rect width="9"/><foreignObject><p>x</p></foreignObject></svg>\n',
    );
    expect(page).not.toMatch(/<rect|onload|foreignObject/i);
  });

  it('that can not be read fails the page at its line and column', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const broken = `# Page\n\n${fence('Who asks whom', '', 'you', 'east', '  shop', '', 'you --> shops')}`;
    await expect(html(broken)).rejects.toMatchObject({ line: 10, column: 9, ruleId: 'parse/bad-diagram' });
    vi.restoreAllMocks();
  });
});
