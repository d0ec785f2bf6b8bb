import type { Blockquote, Parents } from 'mdast';

const asides: Readonly<Record<string, string>> = {
  NOTE: 'note',
  IMPORTANT: 'note',
  TIP: 'tip',
  WARNING: 'caution',
  CAUTION: 'danger',
};

/**
 * Turns a GitHub alert (`> [!NOTE]`) into the container directive that Starlight and Docusaurus draw as a call-out, under the name
 * that GitHub gives it. Anything else comes back as undefined: it stays a quotation.
 */
export function alert(quote: Blockquote): Parents | undefined {
  const [first] = quote.children;
  const [marker] = first?.type === 'paragraph' ? first.children : [];
  if (first?.type !== 'paragraph' || marker?.type !== 'text') return undefined;
  const match = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/.exec(marker.value);
  const name = asides[match?.[1] ?? ''];
  if (!match?.[1] || name === undefined) return undefined;
  const rest = marker.value.slice(match[0].length);
  const paragraph = {
    ...first,
    children: [...(rest ? [{ ...marker, value: rest }] : []), ...first.children.slice(1)],
  };
  const label = {
    type: 'paragraph',
    data: { directiveLabel: true },
    children: [{ type: 'text', value: match[1].charAt(0) + match[1].slice(1).toLowerCase() }],
  };
  const body = paragraph.children.length > 0 ? [paragraph] : [];
  const children = [label, ...body, ...quote.children.slice(1)];
  return { type: 'containerDirective', name, attributes: {}, children } as unknown as Parents;
}
