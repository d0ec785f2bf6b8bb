import { osNamed, plainValue } from '../../model/os-names.ts';
import type { Variant } from '../../model/runbook.ts';
import type { Lines } from '../lines.ts';
import type { PageLines } from '../page-lines.ts';
import { directiveTabs } from './directive-tabs.ts';
import { indentedTabs } from './indented-tabs.ts';
import type { Tab, TabGroup } from './tab.ts';
import { taggedTabs } from './tagged-tabs.ts';

/** The tabs around a line, from the outermost. */
export type TabsAround = (line: number) => readonly Variant[];

/** Finds the tabs of a page, in the forms of all generators of sites that are known. */
export function readTabs(lines: Lines, page: PageLines): TabsAround {
  const groups = [indentedTabs, taggedTabs, directiveTabs]
    .flatMap((find) => find(lines, page))
    .filter(({ tabs }) => tabs.length > 1);
  const all = groups.flatMap(variantsOf).toSorted((one, other) => one.tab.from - other.tab.from);
  return (line) => all.filter(({ tab }) => tab.from <= line && line <= tab.to).map(({ variant }) => variant);
}

function variantsOf({ name, tabs }: TabGroup): readonly { readonly tab: Tab; readonly variant: Variant }[] {
  const isOs = tabs.every(({ label, value }) => osNamed(value ?? label) !== undefined);
  const dimension = isOs ? 'os' : (name ?? 'tab');
  const among = tabs.flatMap((tab) => valuesOf(tab, dimension));
  const shown = tabs.find(({ isDefault }) => isDefault) ?? tabs[0];
  const [usual = ''] = shown ? valuesOf(shown, dimension) : [];
  return tabs.map((tab) => ({
    tab,
    variant: { name: dimension, label: tab.label, values: valuesOf(tab, dimension), among, usual },
  }));
}

/** What a tab may be called by whoever chooses it: by its value, or as readers see it. */
function valuesOf({ label, value }: Tab, dimension: string): readonly string[] {
  return [...new Set([value ?? label, label].map((each) => plainValue(each, dimension)))];
}
