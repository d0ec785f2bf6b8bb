/** An element as rehype has it. */
export type HtmlElement = {
  readonly type: 'element';
  readonly tagName: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly children: readonly (HtmlElement | { readonly type: 'text'; readonly value: string })[];
};

export function html(
  tagName: string,
  properties: Readonly<Record<string, string>>,
  children: readonly (HtmlElement | string)[] = [],
): HtmlElement {
  const nodes = children.map((child) =>
    typeof child === 'string' ? ({ type: 'text', value: child } as const) : child,
  );
  return { type: 'element', tagName, properties, children: nodes };
}
