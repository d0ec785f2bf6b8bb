import type { Image, Link, PhrasingContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { both, type Line, plainText, type Span, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';

/** `color` false keeps the marks of inline code, which nothing else would tell from prose. */
export type InlineOptions = { readonly color: boolean };

/** Running text as styled spans; `\n` where the author broke the line. */
export function inline(nodes: readonly PhrasingContent[], options: InlineOptions, style = ''): Line {
  return nodes.flatMap((node) => inlineNode(node, options, style));
}

function inlineNode(node: PhrasingContent, options: InlineOptions, style: string): readonly Span[] {
  const within = (more: string, children: readonly PhrasingContent[]) =>
    inline(children, options, both(style, more));
  switch (node.type) {
    case 'text':
      return [span(safe(node.value).replaceAll('\n', ' '), style)];
    case 'inlineCode':
      return [span(inlineCode(node.value, options), both(style, styles.accent))];
    case 'strong':
      return within(styles.strong, node.children);
    case 'emphasis':
      return within(styles.emphasis, node.children);
    case 'delete':
      return within(styles.struck, node.children);
    case 'link':
      return link(node, within(styles.link, node.children), style);
    case 'linkReference':
      return within('', node.children);
    case 'image':
    case 'imageReference':
      return [span(imageText(node), both(style, styles.faint))];
    case 'break':
      return [span('\n', style)];
    case 'html':
      return /^<br\b/i.test(node.value) ? [span('\n', style)] : [];
    case 'footnoteReference':
      return [span(`[${safe(node.identifier)}]`, both(style, styles.faint))];
    default:
      return node satisfies never;
  }
}

function inlineCode(value: string, { color }: InlineOptions): string {
  const text = safe(value).replaceAll('\n', ' ');
  return color ? text : `\`${text}\``;
}

/** An address is said when it is one that a person could open and the text isn't it already. */
function link({ url }: Link, text: Line, style: string): readonly Span[] {
  const address = safe(url);
  const isOpen = /^(?:https?|mailto):/.test(address) && plainText(text) !== address;
  return isOpen ? [...text, span(` (${address})`, both(style, styles.faint))] : text;
}

function imageText(node: Extract<PhrasingContent, { type: 'image' | 'imageReference' }>): string {
  const alt = safe((node as Pick<Image, 'alt'>).alt ?? textOf(node));
  return alt === '' ? '[image]' : `[image: ${alt}]`;
}
