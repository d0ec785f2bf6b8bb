import { plainValue } from '../model/os-names.ts';
import type { Variant } from '../model/runbook.ts';
import type { Options } from './block-options.ts';
import { isChoice } from './option-table.ts';

/** What a block is one of several ways for: the tabs around it, and what its fence says. `when=always` is none. */
export function variantsOf(options: Options, tabs: readonly Variant[]): readonly Variant[] {
  const when = options.get('when')?.value;
  if (when === 'always') return [];
  const os = options.get('os')?.value;
  const [, name, values] = /^([\w-]+)=(.+)$/.exec(when !== undefined && isChoice(when) ? when : '') ?? [];
  return [
    ...tabs,
    ...(os === undefined ? [] : [said('os', os)]),
    ...(name === undefined || values === undefined ? [] : [said(name, values)]),
  ];
}

function said(name: string, values: string): Variant {
  return { name, label: values, values: values.split(',').map((value) => plainValue(value, name)) };
}
