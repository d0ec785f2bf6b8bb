import { type Lines, lineText } from '../lines.ts';
import type { PageLines } from '../page-lines.ts';
import type { Tab, TabGroup } from './tab.ts';

type Open = { readonly kind: string; readonly group?: { readonly tabs: Tab[] } | undefined };

const groupKinds: ReadonlySet<string> = new Set(['code-group', 'tabs', 'tab-set', 'code-tabs']);

/**
 * Tabs between lines of colons: `::: code-group` of VitePress with `[npm]` on its fences, `::: tabs` of VuePress with
 * `@tab npm` or `== npm`, `::::{tab-set}` of MyST with `:::{tab-item} npm`.
 * @see https://vitepress.dev/guide/markdown#code-groups
 */
export function directiveTabs(lines: Lines, { fenced }: PageLines): readonly TabGroup[] {
  if (!/^[ \t]*:{3,}/m.test(lines.text)) return [];
  const reading: Reading = { groups: [], open: [] };
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    const current = reading.open.at(-1);
    const tabs = current?.group?.tabs;
    const isCodeGroup = current?.kind === 'code-group';
    if (fenced.has(line)) {
      if (isCodeGroup && tabs) inCodeGroup(tabs, text, line);
      continue;
    }
    const [, label] = /^\s*(?:@tab(?::\w+)?|==)\s+(\S.*)$/.exec(text) ?? [];
    if (label !== undefined && tabs) begin(tabs, label, line);
    else if (!readColons(reading, text, line) && tabs && !isCodeGroup) extend(tabs, line);
  }
  return reading.groups;
}

type Reading = { readonly groups: { readonly tabs: Tab[] }[]; readonly open: Open[] };

/** @returns Whether the line is one of colons. */
function readColons({ groups, open }: Reading, text: string, line: number): boolean {
  const [colons, kind = '', rest = ''] = /^\s*:{3,}\s*\{?([\w-]*)\}?\s*(.*)$/.exec(text) ?? [];
  if (colons === undefined) return false;
  if (kind === '') close(open, line);
  else if (groupKinds.has(kind)) {
    const group = { tabs: [] };
    groups.push(group);
    open.push({ kind, group });
  } else {
    const set = kind === 'tab-item' ? open.findLast((each) => each.kind === 'tab-set')?.group : undefined;
    if (set) begin(set.tabs, rest.trim(), line);
    open.push({ kind, group: set });
  }
  return true;
}

function close(open: Open[], line: number): void {
  const closed = open.pop();
  if (closed?.kind !== 'code-group' && closed?.group) extend(closed.group.tabs, line);
}

function inCodeGroup(tabs: Tab[], text: string, line: number): void {
  const [, info] = /^\s*(?:`{3,}|~{3,})\s*(\S.*)$/.exec(text) ?? [];
  if (info === undefined) {
    extend(tabs, line);
    return;
  }
  const label = /\[([^\]]+)\]/.exec(info)?.[1] ?? (/^[\w-]+/.exec(info)?.[0] || `tab ${tabs.length + 1}`);
  begin(tabs, label, line);
}

function begin(tabs: Tab[], label: string, line: number): void {
  tabs.push({ label, from: line, to: line });
}

function extend(tabs: Tab[], line: number): void {
  const last = tabs.at(-1);
  if (last) tabs[tabs.length - 1] = { ...last, to: line };
}
