import type { Span } from '../model/source.ts';
import { type BlockText, spanIn } from './block-text.ts';

/**
 * A line of a YAML block that is only a comment. `trailing`: nothing but comments and blank lines follows. `inside`: it
 * is indented, so that it may belong to a text of the YAML.
 */
export type YamlComment = {
  readonly text: string;
  readonly span: Span;
  readonly trailing: boolean;
  readonly inside: boolean;
  /** The span between two offsets in the comment. */
  readonly at: (from: number, to: number) => Span;
};

/** Where the YAML ends and the lines begin that are only comments, as an offset. */
export function endOfYaml({ text, starts }: BlockText): number {
  const last = text.split('\n').findLastIndex((row) => row.trim() !== '' && !row.startsWith('#'));
  return starts[last + 1] ?? text.length;
}

export function yamlComments(block: BlockText): readonly YamlComment[] {
  const end = endOfYaml(block);
  return block.text.split('\n').flatMap((row, index) => {
    const text = row.trim();
    if (!text.startsWith('#')) return [];
    const start = block.starts[index] ?? 0;
    const from = start + row.indexOf('#');
    const at = (first: number, last: number) => spanIn(block, from + first, from + last);
    return [{ text, span: at(0, text.length), trailing: start >= end, inside: /^\s/.test(row), at }];
  });
}
