import type { Blockquote, Parents } from 'mdast';
import type { Strings } from './strings.ts';
import type { Wording } from './wording.ts';

const asides: Readonly<Record<string, { readonly name: string; readonly key: keyof Strings }>> = {
  NOTE: { name: 'note', key: 'note' },
  IMPORTANT: { name: 'note', key: 'important' },
  TIP: { name: 'tip', key: 'tip' },
  WARNING: { name: 'caution', key: 'warning' },
  CAUTION: { name: 'danger', key: 'caution' },
};

/**
 * Turns a GitHub alert (`> [!NOTE]`) into the container directive that Starlight and Docusaurus draw as a call-out, under the name
 * that GitHub gives it. Anything else comes back as undefined: it stays a quotation.
 */
export function alert(quote: Blockquote, { say }: Wording): Parents | undefined {
  const [first] = quote.children;
  const [marker] = first?.type === 'paragraph' ? first.children : [];
  if (first?.type !== 'paragraph' || marker?.type !== 'text') return undefined;
  const match = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/.exec(marker.value);
  const aside = asides[match?.[1] ?? ''];
  if (!match || aside === undefined) return undefined;
  const rest = marker.value.slice(match[0].length);
  const paragraph = {
    ...first,
    children: [...(rest ? [{ ...marker, value: rest }] : []), ...first.children.slice(1)],
  };
  const label = {
    type: 'paragraph',
    data: { directiveLabel: true },
    children: [{ type: 'text', value: say(aside.key) }],
  };
  const body = paragraph.children.length > 0 ? [paragraph] : [];
  const children = [label, ...body, ...quote.children.slice(1)];
  return { type: 'containerDirective', name: aside.name, attributes: {}, children } as unknown as Parents;
}
