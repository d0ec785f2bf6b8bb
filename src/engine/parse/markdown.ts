import GithubSlugger from 'github-slugger';
import type { Code, Heading, Html, Nodes, Root, Yaml } from 'mdast';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** A heading with what stands under it up to the next heading; without `heading` it is what comes before the first. */
export type Section = {
  readonly heading?: Heading;
  /** Address of the heading on GitHub and on the site. */
  readonly id: string;
  readonly title: string;
  readonly codes: readonly Code[];
  readonly html: readonly Html[];
  /** Line and column at which the section ends, 1-based. */
  readonly end: { readonly line: number; readonly column: number };
};

/** `frontMatter` is the YAML head, if there is one. */
export type Markdown = { readonly frontMatter?: Yaml; readonly sections: readonly Section[] };

type Open = {
  heading?: Heading;
  id: string;
  title: string;
  codes: Code[];
  html: Html[];
  end: Section['end'];
};

/** What remark-frontmatter and remark-gfm set up, without what they bring for writing Markdown. */
const processor = unified()
  .data({
    micromarkExtensions: [frontmatter(), gfm()],
    fromMarkdownExtensions: [frontmatterFromMarkdown(), gfmFromMarkdown()],
  })
  .use(remarkParse)
  .freeze();

/** Reads GitHub's Markdown and cuts it into sections. Headings inside lists and quotes are prose. */
export function readMarkdown(text: string): Markdown {
  const root: Root = processor.parse(text);
  const slugger = new GithubSlugger();
  const sections: Open[] = [open()];
  for (const node of root.children) {
    if (node.type === 'heading') sections.push(open(node, slugger));
    const section = sections.at(-1);
    if (!section) continue;
    if (node.position) section.end = node.position.end;
    collect(node, section);
  }
  const frontMatter = root.children.find((node) => node.type === 'yaml');
  return { sections, ...(frontMatter ? { frontMatter } : {}) };
}

function open(heading?: Heading, slugger?: GithubSlugger): Open {
  const empty = { codes: [], html: [], end: { line: 1, column: 1 } };
  if (!heading) return { ...empty, id: '', title: '' };
  const title = textOf(heading);
  return { ...empty, heading, title, id: slugger?.slug(title) ?? '' };
}

function collect(node: Nodes, section: Open): void {
  if (node.type === 'code') section.codes.push(node);
  else if (node.type === 'html') section.html.push(node);
  else if ('children' in node && node.type !== 'paragraph' && node.type !== 'heading') {
    for (const child of node.children) collect(child, section);
  }
}
