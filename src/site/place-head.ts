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
  children.splice(first < 0 ? head + 1 : first, 0, ...showSession(page.runbook.meta));
  children.splice(head + 1, 0, ...showHead(page));
  if (page.options.title === 'remove' && title >= 0) removeTitle(children, title, head + 1);
}

/** Starlight takes a page's address from here. */
function setSlug(data: { astro?: { frontmatter?: Record<string, unknown> } }, slug: string): void {
  if (data.astro?.frontmatter) data.astro.frontmatter.slug = slug;
}

/** A title that is also a step leaves its anchor to what follows. */
function removeTitle(children: RootContent[], title: number, next: number): void {
  const step = children[title]?.data?.runbook?.step;
  const heir = children[next];
  if (step && heir) {
    const own = heir.data as { hProperties?: object } | undefined;
    heir.data = { ...own, hProperties: { ...own?.hProperties, id: step.id } } as RootContent['data'] & object;
  }
  children.splice(title, 1);
}
