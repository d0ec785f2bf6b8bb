import GithubSlugger from 'github-slugger';
import type { Code, Heading, Html, Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { type ContainerFence, fencesInContainers } from './container-fences.ts';
import { type Include, includesIn } from './include.ts';
import type { Lines } from './lines.ts';
import { readBlocks, readMdxBlocks, readTree } from './markdown-tree.ts';
import { isMdx, readPageLines, withoutLines } from './page-lines.ts';
import { readTabs, type TabsAround } from './tabs/read-tabs.ts';

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

export type Markdown = {
  readonly shown: readonly ContainerFence[];
  readonly tabs: TabsAround;
  readonly includes: readonly Include[];
  readonly frontMatter?: HeadNode;
  readonly sections: readonly Section[];
};

type Open = {
  heading?: Heading;
  id: string;
  title: string;
  codes: Code[];
  html: Html[];
  end: Section['end'];
};

/** Reads GitHub's Markdown and cuts it into sections. Headings inside lists and quotes are prose. */
export function readMarkdown(lines: Lines): Markdown {
  const page = readPageLines(lines);
  const text = withoutLines(lines, page.tags);
  const root = isMdx(lines) ? readMdxBlocks(text) : readBlocks(text);
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
  const shown = takeContained(lines, sections);
  const tabs = readTabs(lines, page);
  const includes = includesIn(lines, page.fenced);
  return { sections, shown, tabs, includes, ...(frontMatter ? { frontMatter } : {}) };
}

/** The types of mdast know of YAML alone. */
function headOf({ children }: Root): HeadNode | undefined {
  for (const { type, position } of children) {
    const language: string = type;
    if (language === 'yaml' || language === 'toml') return { language, position };
  }
  return undefined;
}

/** Puts fences of containers into the sections in which they stand. @returns Those that nobody need read as fences. */
function takeContained(lines: Lines, sections: readonly Open[]): readonly ContainerFence[] {
  const codes = sections.flatMap((section) => section.codes);
  const { code, shown } = fencesInContainers(lines, { codes, html: sections.flatMap(({ html }) => html) });
  for (const node of code) {
    const line = startOf(node);
    const section = sections.findLast(({ heading }) => heading === undefined || startOf(heading) <= line);
    if (!section) continue;
    // What Markdown made of its lines is no code of the page.
    const others = section.codes.filter((other) => startOf(other) > endOf(node) || endOf(other) < line);
    section.codes = [...others, node].toSorted((one, other) => startOf(one) - startOf(other));
  }
  return shown;
}

function startOf({ position }: Nodes): number {
  return position?.start.line ?? 0;
}

function endOf({ position }: Nodes): number {
  return position?.end.line ?? 0;
}

function open(): Open {
  return { id: '', title: '', codes: [], html: [], end: { line: 1, column: 1 } };
}

/** An address of its own, `{#install}`, is written by Hugo, Docusaurus and MkDocs, and no part of the title. */
function openAt(heading: Heading, written: string, slugger: GithubSlugger): Open {
  const hasOwn = written.endsWith('}') && written.includes('#');
  const [, title = written, own] = hasOwn ? (/^(.*?)\s*\{\s*#([\w.-]+)[^{}]*\}$/s.exec(written) ?? []) : [];
  return { ...open(), heading, title, id: slugger.slug(own ?? title) };
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
