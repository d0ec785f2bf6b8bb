import type { Range } from '../../format/edits.ts';
import { pointAt } from '../../parse/lines.ts';
import type { ImportSource } from '../import-source.ts';

/** Where the lines of a front matter stand, without its marks, and what it is written in. */
export type Head = Range & { readonly language: 'yaml' | 'toml' };

export function headOf({ tree, lines }: ImportSource): Head | undefined {
  const node = tree.children.find(({ type }) => type === 'yaml' || (type as string) === 'toml');
  if (!node?.position) return undefined;
  const { start, end } = node.position;
  return {
    language: node.type === 'yaml' ? 'yaml' : 'toml',
    from: pointAt(lines, start.line + 1, 1).offset,
    to: pointAt(lines, end.line, 1).offset,
  };
}
