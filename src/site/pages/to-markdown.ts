import type { Root, RootContent } from 'mdast';
import { frontmatterToMarkdown } from 'mdast-util-frontmatter';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { isMap, isScalar, parseDocument } from 'yaml';
import { frontMatterKeys } from '../../engine/parse/front-matter-keys.ts';
import { plainBlocks } from './plain-nodes.ts';
import type { RenderedPage } from './render-page.ts';

/** What a file has that was made by this, in its front matter: only such a file is written over. */
export const markdownMark = 'Exported by runbook: change the page that it was made of.';

type MarkdownOptions = {
  /** Leaves out the first heading, for sites that show the title of the front matter. */
  readonly dropHeading?: boolean;
};

/**
 * A page in Markdown that any renderer takes, as its readers see it: checks in words, evidence below its commands, and no
 * HTML but the author's. Keys of the front matter that are the site's stay, and those that are ours go.
 */
export function toPageMarkdown({ tree, runbook }: RenderedPage, { dropHeading }: MarkdownOptions): string {
  const head = tree.children.find(({ type }) => type === 'yaml');
  const rest = tree.children.filter(({ type }) => !['yaml', 'toml'].includes(type));
  const title = runbook?.runbook.title;
  const body = plainBlocks(rest) as RootContent[];
  const first = body.findIndex((node) => node.type === 'heading' && node.depth === 1);
  if (dropHeading && first >= 0) body.splice(first, 1);
  const yaml = frontMatter(head?.type === 'yaml' ? head.value : '', title);
  const root: Root = { type: 'root', children: [{ type: 'yaml', value: yaml }, ...body] };
  return toMarkdown(root, {
    bullet: '-',
    emphasis: '_',
    rule: '-',
    // Python-Markdown takes what is indented by less for no part of the item.
    listItemIndent: 'tab',
    resourceLink: true,
    extensions: [gfmToMarkdown({ tablePipeAlign: false }), frontmatterToMarkdown(['yaml'])],
  });
}

/** Comments and order stay; `title` is put in where there is none, since many generators want one. */
function frontMatter(text: string, title: string | undefined): string {
  const document = parseDocument(text === '' ? '{}' : text);
  if (isMap(document.contents)) {
    document.contents.flow = false;
    const own = new Set([...Object.keys(frontMatterKeys), 'runbook'].filter((key) => !kept.has(key)));
    document.contents.items = document.contents.items.filter(
      ({ key }) => !(isScalar(key) && own.has(String(key.value))),
    );
    if (title !== undefined && !document.contents.has('title')) document.set('title', title);
  }
  const written = document.toString({ lineWidth: 0 }).trim();
  return [`# ${markdownMark}`, ...(written === '{}' ? [] : [written])].join('\n');
}

const kept: ReadonlySet<string> = new Set(['title', 'description']);
