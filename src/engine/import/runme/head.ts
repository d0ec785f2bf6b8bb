import { isMap, parseDocument } from 'yaml';
import { pointAt } from '../../parse/lines.ts';
import type { Clue, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';

/** What a front matter says to Runme: the folder of all cells, and what has no counterpart. */
type RunmeHead = {
  readonly cwd: string | undefined;
  readonly clue: Clue | undefined;
  readonly remarks: readonly Remark[];
};

/** Keys of Runme beside `cwd` that change what its cells do. */
const left: readonly string[] = ['shell', 'skipPrompts', 'skip_prompts'];

/**
 * Reads the front matter; undefined when there is none. `runme` is what Runme itself writes there.
 * @see https://docs.runme.dev/configuration/document-level
 */
export function headOf({ tree, lines }: ImportSource): RunmeHead | undefined {
  const node = tree.children.find(({ type }) => type === 'yaml');
  if (node?.type !== 'yaml' || !node.position) return undefined;
  const { contents } = parseDocument(node.value, { logLevel: 'silent' });
  if (!isMap(contents)) return undefined;
  const at = pointAt(lines, node.position.start.line + 1, 1).offset;
  const cwd = contents.get('cwd');
  const isRunme = contents.has('runme') || cwd !== undefined;
  const remarks = left
    .filter((key) => isRunme && contents.has(key))
    .map((key): Remark => {
      const message = `\`${key}\` of Runme's front matter has no counterpart: it stays there and does nothing.`;
      return { kind: 'note', at: { from: at, to: at }, message };
    });
  return {
    cwd: typeof cwd === 'string' && cwd !== '' && cwd !== '.' ? cwd : undefined,
    clue: isRunme ? { strength: 'sure', at, what: "Runme's front matter" } : undefined,
    remarks,
  };
}
