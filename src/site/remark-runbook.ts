import type { Nodes, Root } from 'mdast';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import type { Plugin, Processor } from 'unified';
import { alert } from './alerts.ts';
import { pageLink } from './links.ts';
import { giveAnchors, markNodes } from './mark.ts';
import type { Page, RemarkRunbookOptions } from './page.ts';
import { placeHead } from './place-head.ts';
import { readPage } from './read-page.ts';
import { showBlock } from './show-block.ts';
import { showOutput } from './show-output.ts';
import { showStep } from './show-step.ts';
import { walk } from './walk.ts';

/**
 * Renders runbooks in any remark pipeline: what a page shows comes from the parse that `runbook exec` runs. The parsed
 * runbook and its record are left in `file.data.runbook`, and each node that is a step, a block or expected output says
 * so in `data.runbook`. A runbook that `exec` would refuse, or that differs from its record, fails the file, at the same
 * line and column. Files outside `root` only get their alerts and links.
 */
export const remarkRunbook: Plugin<[RemarkRunbookOptions?], Root> = function (this: Processor, options = {}) {
  readFrontMatter(this);
  return (tree, file) => {
    const { root, page: address, render = true } = options;
    const isRunbook = root === undefined || file.path?.startsWith(root);
    const page = isRunbook ? readPage(file, options) : undefined;
    if (page) {
      const { runbook, record, drift } = page;
      file.data.runbook = { runbook, drift, ...(record ? { record } : {}) };
      markNodes(tree, page, file);
    }
    if (!render) return;
    if (address)
      rewriteLinks(tree, (url) =>
        pageLink(url, file.path, { root: root ?? file.dirname ?? '', page: address }),
      );
    if (page) giveAnchors(tree);
    walk(tree, (node) => show(node, page, options));
    if (page) placeHead(tree, page, file.data);
  };
};

/** So that the head of a document is no heading, in a pipeline that doesn't know of front matter. */
function readFrontMatter(processor: Processor): void {
  const data = processor.data() as Record<string, unknown[] | undefined>;
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), frontmatter()];
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), frontmatterFromMarkdown()];
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
  { alerts }: RemarkRunbookOptions,
): readonly Nodes[] | undefined {
  if (node.type === 'blockquote' && alerts === 'directives') {
    const shown = alert(node);
    if (shown) walk(shown, (child) => show(child, page, { alerts }));
    return shown && [shown];
  }
  const mark = node.data?.runbook;
  if (!mark || !page) return undefined;
  if (node.type === 'heading') return [node, showStep(mark.step, page)];
  if (node.type !== 'code' || !mark.block) return undefined;
  const shown = mark.output
    ? showOutput(node, mark.output.expectation)
    : showBlock({ ...mark, block: mark.block }, node, page);
  return [{ ...shown, data: { ...shown.data, runbook: mark } } as Nodes];
}
