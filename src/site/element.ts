import type { InlineCode, Paragraph, PhrasingContent, RootContent, Text } from 'mdast';

type Properties = Readonly<Record<string, string | number | boolean>>;

/** A Markdown node that remark-rehype turns into the HTML element `name`; no MDX and no components are needed. */
export function element(name: string, properties: Properties, children: readonly RootContent[]): Paragraph {
  return {
    type: 'paragraph',
    data: { hName: name, hProperties: { ...properties } },
    children: [...children] as PhrasingContent[],
  } as Paragraph;
}

/** Text in which every blank and line end counts, as in `pre`: remark-rehype would trim the lines of a text node. */
export function verbatim(name: string, properties: Properties, value: string): Paragraph {
  const node = element(name, properties, []);
  return { ...node, data: { ...node.data, hChildren: [{ type: 'text', value }] } } as Paragraph;
}

export const text = (value: string): Text => ({ type: 'text', value });

export const code = (value: string): InlineCode => ({ type: 'inlineCode', value });

export const link = (url: string, children: readonly PhrasingContent[]): PhrasingContent => ({
  type: 'link',
  url,
  children: children as never,
});

/** Parts of a sentence with something between them. */
export function joined(parts: readonly (readonly PhrasingContent[])[], between: string): PhrasingContent[] {
  return parts.flatMap((part, index) => (index === 0 ? [...part] : [text(between), ...part]));
}
