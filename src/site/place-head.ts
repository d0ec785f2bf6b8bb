import type { Root, RootContent } from 'mdast';
import type { Page } from './page.ts';
import { showHead } from './show-head.ts';
import { showSession } from './show-session.ts';

/** Puts the card below the title, and what the shell needs before the first step. */
export function placeHead(tree: Root, page: Page, data: object): void {
  setSlug(data, page.slug);
  const { children } = tree;
  const title = children.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const head = Math.max(
    title,
    children.findIndex(({ type }) => type === 'yaml'),
  );
  const first = children.findIndex((node, at) => at > head && node.data?.runbook !== undefined);
  const { title: keeping } = page.options;
  const step = children[title]?.data?.runbook?.step;
  // Behind the heading of a step is the line about it, which keeps its anchor.
  if (keeping === 'remove' && step) setAnchor(children[title + 1], step.id);
  children.splice(first < 0 ? head + 1 : first, 0, ...showSession(page.runbook.meta));
  children.splice(head + 1, 0, ...showHead(page));
  if (keeping === 'remove' && title >= 0) children.splice(title, 1);
}

/** Starlight takes a page's address from here. */
function setSlug(data: { astro?: { frontmatter?: Record<string, unknown> } }, slug: string): void {
  if (data.astro?.frontmatter) data.astro.frontmatter.slug = slug;
}

function setAnchor(node: RootContent | undefined, id: string): void {
  if (!node) return;
  const hProperties = { ...node.data?.hProperties, id };
  node.data = { ...node.data, hProperties } as RootContent['data'] & object;
}
