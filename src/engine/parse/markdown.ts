import GithubSlugger from 'github-slugger';
import type { Code, Heading, Html, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { readBlocks, readTree } from './markdown-tree.ts';

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

/** The head of a page, and the language that it is in. */
type HeadNode = { readonly language: 'yaml' | 'toml'; readonly position: Nodes['position'] };

export type Markdown = { readonly frontMatter?: HeadNode; readonly sections: readonly Section[] };

type Open = {
  heading?: Heading;
  id: string;
  title: string;
  codes: Code[];
  html: Html[];
  end: Section['end'];
};

/** Reads GitHub's Markdown and cuts it into sections. Headings inside lists and quotes are prose. */
export function readMarkdown(text: string): Markdown {
  const root = readBlocks(text);
  const titleOf = titleReader(text, root);
  const slugger = new GithubSlugger();
  const sections: Open[] = [open()];
  for (const node of root.children) {
    if (node.type === 'heading') sections.push(openAt(node, titleOf(node), slugger));
    const section = sections.at(-1);
    if (!section) continue;
    if (node.position) section.end = node.position.end;
    collect(node, section);
  }
  const frontMatter = headOf(root);
  return { sections, ...(frontMatter ? { frontMatter } : {}) };
}

/** The types of mdast know of YAML alone. */
function headOf({ children }: Root): HeadNode | undefined {
  for (const { type, position } of children) {
    const language: string = type;
    if (language === 'yaml' || language === 'toml') return { language, position };
  }
  return undefined;
}

function open(): Open {
  return { id: '', title: '', codes: [], html: [], end: { line: 1, column: 1 } };
}

function openAt(heading: Heading, title: string, slugger: GithubSlugger): Open {
  return { ...open(), heading, title, id: slugger.slug(title) };
}

/** What can't be text alone: marks of emphasis, code, links, HTML, escapes, addresses. */
const mayBeMarkup = /[*_`[\]<&\\~@]|:\/\/|www\./i;

/** Stands for a line end inside a heading. */
const lineEnd = '\uE000';

/** Reads the text of headings, in whole where it may have markup; links by reference find their definitions. */
function titleReader(text: string, root: Root): (heading: Heading) => string {
  // Markdown's own offsets leave a byte order mark out.
  const plain = text.replace(/^\uFEFF/, '');
  const written = (first: Nodes, last = first) =>
    plain.slice(first.position?.start.offset, last.position?.end.offset);
  const definitions = root.children.filter(
    ({ type }) => type === 'definition' || type === 'footnoteDefinition',
  );
  return (heading) => {
    const first = heading.children.at(0);
    const content = first ? written(first, heading.children.at(-1)) : '';
    if (!mayBeMarkup.test(content)) return textOf(heading);
    const linked = content.includes('[') ? definitions.map((node) => written(node)) : [];
    // An underlined heading may begin like a list, but for its underline; after `#` it can't be anything else.
    const alone = `# ${content.replace(/\s*\n\s*/g, lineEnd)} #`;
    const [whole] = readTree([alone, ...linked].join('\n\n')).children;
    return textOf(whole ?? heading).replaceAll(lineEnd, '\n');
  };
}

function collect(node: Nodes, section: Open): void {
  if (node.type === 'code') section.codes.push(node);
  else if (node.type === 'html') section.html.push(node);
  else if ('children' in node && node.type !== 'paragraph' && node.type !== 'heading') {
    for (const child of node.children) collect(child, section);
  }
}
