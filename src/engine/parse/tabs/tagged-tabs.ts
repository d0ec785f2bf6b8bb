import { type Lines, pointOf } from '../lines.ts';
import { type PageLines, withoutLines } from '../page-lines.ts';
import type { Tab, TabGroup } from './tab.ts';

/**
 * Tags of tabs: components (Docusaurus, Starlight, Nextra, Mintlify), shortcodes of Hugo, and tags of GitBook. Group
 * `end` or `slash` closes, `self` opens and closes.
 * @see https://docusaurus.io/docs/markdown-features/tabs
 * @see https://starlight.astro.build/components/tabs/
 */
const dialects: readonly RegExp[] = [
  /<(?<end>\/?)(?<name>Tabs|TabItem|Tabs\.Tab|Tab)(?![\w.])(?<attributes>(?:[^<>"'{]|"[^"]{0,300}"|'[^']{0,300}'|\{[^}]{0,600}\}){0,600}?)(?<self>\/?)>/g,
  /\{\{[<%]\s*(?<end>\/?)\s*(?<name>tabs|tabpane|tab)(?![\w-])(?<attributes>[^\n]{0,600}?)(?<self>\/?)[>%]\}\}/g,
  /\{%\s*(?<end>end)?(?<name>tabs|tab)(?!\w)(?<attributes>[^\n]{0,600}?)%\}/g,
];

const groupTags: ReadonlySet<string> = new Set(['Tabs', 'tabs', 'tabpane']);

type OpenGroup = {
  readonly name?: string;
  readonly items: readonly string[];
  readonly chosen?: string;
  readonly tabs: Tab[];
  tab?: Omit<Tab, 'to'> | undefined;
};

/** The groups of tabs between tags. What is never closed is none. */
export function taggedTabs(lines: Lines, { fenced }: PageLines): readonly TabGroup[] {
  if (!/<Tabs|\{\{[<%]\s*tab|\{%\s*tab/.test(lines.text)) return [];
  const text = withoutLines(lines, fenced);
  return dialects.flatMap((form) => groupsIn(text, form, lines));
}

function groupsIn(text: string, form: RegExp, lines: Lines): readonly TabGroup[] {
  const groups: TabGroup[] = [];
  const open: OpenGroup[] = [];
  for (const { index, groups: found = {} } of text.matchAll(form)) {
    const { line } = pointOf(lines, index);
    const { name = '', end = '', self = '', attributes = '' } = found;
    const isGroup = groupTags.has(name);
    const current = open.at(-1);
    if (isGroup && end === '' && self === '') open.push(openGroup(attributes));
    else if (isGroup && end !== '') {
      closeTab(current, line);
      const { name: shared, tabs } = open.pop() ?? { tabs: [] };
      groups.push({ ...(shared === undefined ? {} : { name: shared }), tabs });
    } else if (!isGroup && current && end === '') {
      closeTab(current, line);
      current.tab = { ...tabOf(attributes, current), from: line };
      if (self !== '') closeTab(current, line);
    } else if (!isGroup) closeTab(current, line);
  }
  return groups;
}

function openGroup(attributes: string): OpenGroup {
  const name = attribute(attributes, 'groupId', 'syncKey', 'groupid', 'group');
  const chosen = attribute(attributes, 'defaultValue', 'default');
  const [, list = ''] = /\bitems=(\{\[[^\]]*\]\}|"[^"]*")/.exec(attributes) ?? [];
  const items = list.startsWith('"')
    ? list.slice(1, -1).split(',')
    : [...list.matchAll(/["']([^"']+)["']/g)].flatMap(([, item]) => item ?? []);
  return {
    ...(name === undefined ? {} : { name }),
    ...(chosen === undefined ? {} : { chosen }),
    items: items.map((item) => item.trim()),
    tabs: [],
  };
}

function tabOf(attributes: string, { items, chosen, tabs }: OpenGroup): Omit<Tab, 'from' | 'to'> {
  const value = attribute(attributes, 'value');
  const named =
    attribute(attributes, 'label', 'title', 'header', 'name', 'tabName') ?? positional(attributes);
  const label = named ?? value ?? items[tabs.length] ?? `tab ${tabs.length + 1}`;
  const isDefault = /(?:^|\s)default(?=\s|$)/.test(attributes) || (chosen !== undefined && chosen === value);
  return { label, ...(value === undefined ? {} : { value }), ...(isDefault ? { isDefault } : {}) };
}

function closeTab(group: OpenGroup | undefined, line: number): void {
  if (!group?.tab) return;
  group.tabs.push({ ...group.tab, to: line });
  group.tab = undefined;
}

function attribute(attributes: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const form = new RegExp(
      String.raw`(?:^|\s)${name}=(?:"([^"]*)"|'([^']*)'|\{["']([^"']*)["']\}|([^\s"'{}]+))`,
    );
    const [, double, single, braced, bare] = form.exec(attributes) ?? [];
    const value = double ?? single ?? braced ?? bare;
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `{{< tab "Linux" >}}`. */
function positional(attributes: string): string | undefined {
  return /^\s*["']([^"']+)["']/.exec(attributes)?.[1];
}
