import type { BlockContent, Code, ListItem, Nodes, Parents, PhrasingContent, RootContent } from 'mdast';

/** What a node becomes in HTML, which this turns back into Markdown. */
type Shown = { readonly hName?: string; readonly hProperties?: Properties; readonly hChildren?: unknown };
type Properties = Readonly<Record<string, unknown>>;

const shownAs = (node: Nodes): Shown => (node.data ?? {}) as Shown;
const childrenOf = (node: Nodes): readonly Nodes[] => ('children' in node ? node.children : []);

const inlineNames = new Set(['span', 'time', 'strong', 'em', 'code', 'samp', 'a', 'br']);
const inlineTypes = new Set(['text', 'inlineCode', 'link', 'strong', 'emphasis', 'break', 'delete', 'image']);
/** What only a script makes something of. */
const controls = new Set(['button', 'input', 'fieldset', 'label', 'svg']);

/** Links to anchors of ours, which are not in Markdown, and what is said of copying. */
const forScreens = ['rb-apply', 'rb-name'];

/** The blocks of a page without a trace of HTML of ours: what reads the same in every renderer of Markdown. */
export function plainBlocks(nodes: readonly Nodes[], around: Properties = {}): BlockContent[] {
  const blocks: BlockContent[] = [];
  let line: PhrasingContent[] = [];
  const end = (): void => {
    if (line.length > 0) blocks.push({ type: 'paragraph', children: line });
    line = [];
  };
  for (const node of nodes) {
    if (isInline(node)) line.push(...plainPhrase(node));
    else {
      end();
      blocks.push(...plainBlock(node, around));
    }
  }
  end();
  return blocks;
}

function isInline(node: Nodes): boolean {
  const { hName } = shownAs(node);
  return hName === undefined ? inlineTypes.has(node.type) : inlineNames.has(hName);
}

function plainBlock(node: Nodes, around: Properties): BlockContent[] {
  const { hName, hProperties = {} } = shownAs(node);
  if (node.type === 'code') return plainCode(node, around);
  if (hName === undefined || node.type === 'heading') return [withPlainChildren(node)];
  if (controls.has(hName) || forScreens.some((name) => isClass(hProperties, name))) return [];
  switch (hName) {
    case 'p':
    case 'summary':
      return paragraph(childrenOf(node).flatMap(plainPhrase), hName === 'summary');
    case 'pre':
      return [{ type: 'code', lang: 'text', value: textOf(node) }];
    case 'dl':
      return [list(childrenOf(node).map(term), false)];
    case 'ul':
    case 'ol':
      return [list(childrenOf(node).map(item), hName === 'ol')];
    default:
      return plainBlocks(childrenOf(node), hProperties);
  }
}

/** A manifest as the command that applies it; otherwise what copying gives, where that isn't what is shown. */
function plainCode(node: Code, around: Properties): BlockContent[] {
  const { dataRunbookBefore: before, dataRunbookAfter: after, dataRunbookCopy: copy } = around;
  const title = /\btitle="([^"]*)"/.exec(node.meta ?? '')?.[1];
  const caption = title === undefined ? [] : paragraph([{ type: 'text', value: `${title}:` }], false);
  if (typeof before === 'string')
    return [...caption, { type: 'code', lang: 'bash', value: [before, node.value, after].join('\n') }];
  if (typeof copy === 'string') return [...caption, { type: 'code', lang: 'bash', value: copy }];
  const lang = node.lang === 'diagram' ? 'text' : (node.lang ?? null);
  return [...caption, { type: 'code', lang, value: node.value }];
}

/** An element of Markdown's own, such as a list or a quotation of the author. */
function withPlainChildren(node: Nodes): BlockContent {
  if (!('children' in node)) return node as BlockContent;
  const children = node.children as readonly Nodes[];
  const isLine = node.type === 'paragraph' || node.type === 'heading' || node.type === 'table';
  const plain: readonly Nodes[] = isLine ? children : children.flatMap(plainChild);
  const { data: _, ...rest } = node as Parents;
  const quoted = node.type === 'blockquote' ? labelled(plain as BlockContent[]) : plain;
  return { ...rest, children: quoted } as BlockContent;
}

const plainChild = (child: Nodes): readonly Nodes[] =>
  child.type === 'listItem' ? [item(child)] : plainBlocks([child]);

/** GitHub's alerts, whose mark other renderers would print: `> **Note**`. */
function labelled(children: readonly BlockContent[]): BlockContent[] {
  const [first, ...others] = children;
  const [mark] = first?.type === 'paragraph' ? first.children : [];
  const match = mark?.type === 'text' ? /^\[!([A-Z])([A-Z]+)\][ \t]*(?:\n|$)/.exec(mark.value) : null;
  if (first?.type !== 'paragraph' || mark?.type !== 'text' || !match) return [...children];
  const [whole, initial = '', rest = ''] = match;
  const after = mark.value.slice(whole.length);
  const text = [...(after ? [{ ...mark, value: after }] : []), ...first.children.slice(1)];
  const label = paragraph([{ type: 'text', value: initial + rest.toLowerCase() }], true);
  return [...label, ...(text.length > 0 ? [{ ...first, children: text }] : []), ...others];
}

function paragraph(children: PhrasingContent[], isBold: boolean): BlockContent[] {
  if (children.length === 0) return [];
  const isPlain = !isBold || children.some(({ type }) => type === 'strong');
  return [{ type: 'paragraph', children: isPlain ? children : [{ type: 'strong', children }] }];
}

function list(children: ListItem[], ordered: boolean): BlockContent {
  return { type: 'list', ordered, spread: false, children };
}

function item(node: Nodes): ListItem {
  const checked = node.type === 'listItem' ? { checked: node.checked ?? null } : {};
  return { type: 'listItem', spread: false, ...checked, children: plainBlocks(childrenOf(node)) };
}

/** A term of a list with what is said of it: `**Needs:** kubectl`. */
function term(pair: Nodes): ListItem {
  const [name, said] = childrenOf(pair);
  const bold: PhrasingContent = {
    type: 'strong',
    children: [{ type: 'text', value: `${name ? textOf(name) : ''}:` }],
  };
  const rest = said ? childrenOf(said).flatMap(plainPhrase) : [];
  return {
    type: 'listItem',
    spread: false,
    children: paragraph([bold, { type: 'text', value: ' ' }, ...rest], false),
  };
}

function plainPhrase(node: Nodes): PhrasingContent[] {
  const { hName, hProperties = {} } = shownAs(node);
  if (hName === undefined) return [node as PhrasingContent];
  if (controls.has(hName)) return [];
  if (hName === 'code' || hName === 'samp') return [{ type: 'inlineCode', value: textOf(node) }];
  const children = childrenOf(node).flatMap(plainPhrase);
  if (hName === 'a')
    return [{ type: 'link', url: String(hProperties.href ?? ''), children: children as never }];
  return hName === 'strong' ? [{ type: 'strong', children }] : children;
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  const { hChildren } = shownAs(node);
  const own = Array.isArray(hChildren) ? hChildren : childrenOf(node);
  return own.map((child) => textOf(child as RootContent)).join('');
}

function isClass({ className }: Properties, name: string): boolean {
  return String(className ?? '')
    .split(' ')
    .includes(name);
}
