import { type Lines, lineText } from '../lines.ts';
import type { PageLines } from '../page-lines.ts';
import type { Tab, TabGroup } from './tab.ts';

const head = /^(?<blanks>[ \t]*)===(?<marks>[!+]*)\s+["'](?<label>.+)["']\s*$/;

type Open = { readonly indent: number; readonly tabs: Tab[] };

/**
 * Tabs of Material for MkDocs: `=== "Linux"` with its content indented.
 * @see https://facelessuser.github.io/pymdown-extensions/extensions/tabbed/
 */
export function indentedTabs(lines: Lines, { fenced }: PageLines): readonly TabGroup[] {
  if (!/^[ \t]*===[!+]*\s+["']/m.test(lines.text)) return [];
  const groups: Open[] = [];
  let open: readonly Open[] = [];
  for (let line = 1; line <= lines.starts.length; line += 1) {
    const text = lineText(lines, line);
    if (text.trim() === '') continue;
    const { blanks, marks = '', label } = (fenced.has(line) ? undefined : head.exec(text))?.groups ?? {};
    const indent = blanks?.length ?? text.search(/\S/);
    const same = open.find((group) => group.indent === indent && label !== undefined && !marks.includes('!'));
    open = open.filter((group) => group === same || indent > group.indent);
    for (const { tabs } of open) extend(tabs, line);
    if (label === undefined) continue;
    const tab = { label, isDefault: marks.includes('+'), from: line, to: line };
    if (same) same.tabs.push(tab);
    else {
      const group = { indent, tabs: [tab] };
      groups.push(group);
      open = [...open, group];
    }
  }
  return groups;
}

function extend(tabs: Tab[], line: number): void {
  const last = tabs.at(-1);
  if (last) tabs[tabs.length - 1] = { ...last, to: line };
}
