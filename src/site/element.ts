import type { InlineCode, Paragraph, PhrasingContent, RootContent, Text } from 'mdast';

type Properties = Readonly<Record<string, string>>;

/** A Markdown node that remark-rehype turns into the HTML element `name`; no MDX and no components are needed. */
export function element(name: string, properties: Properties, children: readonly RootContent[]): Paragraph {
  return {
    type: 'paragraph',
    data: { hName: name, hProperties: { ...properties } },
    children: [...children] as PhrasingContent[],
  } as Paragraph;
}

export const text = (value: string): Text => ({ type: 'text', value });

export const code = (value: string): InlineCode => ({ type: 'inlineCode', value });
