import type { Nodes, Root, RootContent } from 'mdast';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import type { Processor } from 'unified';
import type { VFile } from 'vfile';
import { alert } from './alerts.ts';
import { pageLink } from './links.ts';
import { giveAnchors, markNodes } from './mark.ts';
import type { Page, RemarkRunbookOptions } from './page.ts';
import { placeLines } from './place-lines.ts';
import { readPage } from './read-page.ts';
import { showBlock } from './show-block.ts';
import { showHead } from './show-head.ts';
import { showIncluded } from './show-included.ts';
import { showOutput } from './show-output.ts';
import { showSession } from './show-session.ts';
import { showStep } from './show-step.ts';
import { walk } from './walk.ts';
import { wordingOf } from './wording.ts';

/**
 * Renders runbooks in any remark pipeline: what a page shows comes from the parse that `runbook exec` runs. The parsed
 * runbook and its record are left in `file.data.runbook`, and each node that is a step, a block or expected output says
 * so in `data.runbook`. A runbook that `exec` would refuse, or that differs from its record, fails the file, at the same
 * line and column. Files outside `root` only get their alerts and links.
 */
export function remarkRunbook(
  this: Processor,
  options: RemarkRunbookOptions = {},
): (tree: Root, file: VFile) => void {
  readFrontMatter(this);
  return (tree, file) => renderRunbook(tree, file, options);
}

/** The same for a tree that has been read: with GFM, and with front matter as nodes. */
export function renderRunbook(tree: Root, file: VFile, options: RemarkRunbookOptions): void {
  const { root, page: address, render = true } = options;
  const isRunbook = root === undefined || file.path?.startsWith(root);
  const page = isRunbook ? readPage(file, options) : undefined;
  if (page) {
    const { slug, runbook, record, standings, drift } = page;
    file.data.runbook = { slug, runbook, standings, drift, ...(record ? { record } : {}) };
    placeLines(tree, runbook.source.text, String(file.value ?? ''));
    markNodes(tree, page, file);
  }
  if (!render || (!page && options.pages === 'checked')) return;
  if (address)
    rewriteLinks(tree, (url) =>
      pageLink(url, file.path, { root: root ?? file.dirname ?? '', page: address }),
    );
  if (page) giveAnchors(tree);
  walk(tree, (node) => show(node, page, options));
  if (page) placeHead(tree, page);
}

/** So that the head of a document is no heading, in a pipeline that doesn't know of front matter. */
function readFrontMatter(processor: Processor): void {
  const data = processor.data() as Record<string, unknown[] | undefined>;
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), frontmatter(['yaml', 'toml'])];
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    frontmatterFromMarkdown(['yaml', 'toml']),
  ];
}

function rewriteLinks(tree: Root, rewrite: (url: string) => string): void {
  walk(tree, (node) => {
    if (node.type === 'link' || node.type === 'definition') node.url = rewrite(node.url);
    return undefined;
  });
}

function show(
  node: Nodes,
  page: Page | undefined,
  options: RemarkRunbookOptions,
): readonly Nodes[] | undefined {
  if (node.type === 'blockquote' && options.alerts === 'directives') {
    const shown = alert(node, wordingOf(options));
    if (shown) walk(shown, (child) => show(child, page, options));
    return shown && [shown];
  }
  if (node.type === 'html' && page) return showIncluded(node, page);
  const mark = node.data?.runbook;
  if (!mark || !page) return undefined;
  if (node.type === 'heading') return [node, showStep(mark.step, page)];
  if (node.type !== 'code' || !mark.block) return undefined;
  const shown = mark.output
    ? showOutput(node, mark.output.expectation, page.wording)
    : showBlock({ ...mark, block: mark.block }, node, page);
  return [{ ...shown, data: { ...shown.data, runbook: mark } } as Nodes];
}

/** Puts the card below the title, and what the shell needs before the first step. */
function placeHead(tree: Root, page: Page): void {
  const { children } = tree;
  const title = children.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const head = Math.max(
    title,
    children.findIndex(({ type }) => ['yaml', 'toml'].includes(type)),
  );
  const first = children.findIndex((node, at) => at > head && node.data?.runbook !== undefined);
  const { title: keeping } = page.options;
  const step = children[title]?.data?.runbook?.step;
  // Behind the heading of a step is the line about it, which keeps its anchor.
  if (keeping === 'remove' && step) setAnchor(children[title + 1], step.id);
  children.splice(first < 0 ? head + 1 : first, 0, ...showSession(page.runbook.meta, page.wording));
  children.splice(head + 1, 0, ...showHead(page));
  if (keeping === 'remove' && title >= 0) children.splice(title, 1);
}

function setAnchor(node: RootContent | undefined, id: string): void {
  if (!node) return;
  const hProperties = { ...node.data?.hProperties, id };
  node.data = { ...node.data, hProperties } as RootContent['data'] & object;
}
