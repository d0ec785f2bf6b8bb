import type { Element, ElementContent, Nodes } from 'hast';
import { raw } from 'hast-util-raw';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { Parents } from 'mdast';
import { type Handlers, type State, toHast } from 'mdast-util-to-hast';
import { rehypeDiagram } from '../diagram/rehype-diagram.ts';
import { rehypeHowTo } from '../rehype-how-to.ts';
import { schema } from '../sanitize.ts';
import type { RenderedPage } from './render-page.ts';

/** The content of a page as HTML: what authors write is let through by GitHub's rules, and diagrams are drawn behind them. */
export function toPageHtml({ tree, file, options }: RenderedPage): string {
  const shown = toHast(tree, { allowDangerousHtml: true, handlers });
  showTitles(shown);
  const clean = sanitize(raw(shown), schema);
  rehypeDiagram(options)(clean, file);
  rehypeHowTo()(clean, file);
  return toHtml(clean);
}

/** Of nodes that Markdown itself doesn't have. */
const handlers = { containerDirective: callOut } as Handlers;

/** What `alerts: 'directives'` makes of GitHub's alerts; its first paragraph is its name. */
function callOut(state: State, node: Parents): Element {
  return {
    type: 'element',
    tagName: 'aside',
    properties: { className: ['rb-aside'] },
    children: state.all(node) as ElementContent[],
  };
}

/** A fence's `title="…"`, which generators show in ways of their own, as a line above it. */
function showTitles(node: Nodes): void {
  if (!('children' in node)) return;
  node.children = node.children.map((child) => {
    showTitles(child);
    const title = child.type === 'element' && child.tagName === 'pre' ? titleOf(child) : undefined;
    return title === undefined ? child : titled(title, child as Element);
  }) as typeof node.children;
}

function titleOf({ children: [code] }: Element): string | undefined {
  const meta = code?.type === 'element' ? String(code.data?.meta ?? '') : '';
  return /\btitle="([^"]*)"/.exec(meta)?.[1];
}

function titled(title: string, pre: Element): ElementContent {
  const heading = element('p', 'rb-panel-title', [{ type: 'text', value: title }]);
  return element('div', 'rb-panel', [heading, pre]);
}

function element(tagName: string, className: string, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties: { className: [className] }, children };
}
