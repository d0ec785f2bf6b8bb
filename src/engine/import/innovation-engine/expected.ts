import type { Nodes, Parent } from 'mdast';
import type { Range } from '../../format/edits.ts';
import { pointAt } from '../../parse/lines.ts';
import type { FenceSource } from '../fence-source.ts';
import type { ImportSource } from '../import-source.ts';

/** How a block of output is compared: by how similar it is, from 0 to 1, or by a regular expression for all of it. */
type Measure = { readonly at: Range } & ({ readonly similarity: number } | { readonly regex: string });

/** A block of output with what it is the output of. `overruled`: another one follows, and only that counts. */
export type Expected = {
  readonly fence: FenceSource;
  readonly commands: FenceSource;
  readonly measure: Measure;
  readonly overruled: boolean;
};

/** Languages whose blocks the engine runs. */
export const runLanguages: ReadonlySet<string> = new Set(['bash', 'azurecli', 'azurecli-interactive']);

const comment = /<!--\s*expected_similarity\s*=\s*(?:(\d+\.?\d*)|"(.*)")\s*-->/;

/**
 * Pairs the blocks of output that a comment stands above with the commands above them, as the engine does: the last
 * block in a language that runs.
 * @see https://github.com/Azure/InnovationEngine/blob/main/internal/parsers/markdown.go
 */
export function expectedOutputs(source: ImportSource): readonly Expected[] {
  const found: Expected[] = [];
  let commands: FenceSource | undefined;
  let measure: Measure | undefined;
  for (const node of flat(source.tree)) {
    if (node.type === 'html') measure = measureOf(node, source) ?? measure;
    if (node.type !== 'code') continue;
    const fence = source.fences.find(({ code }) => code === node);
    if (!fence || fence.marks === '') continue;
    if (runLanguages.has(fence.language)) commands = fence;
    else if (measure && commands) {
      found.push({ fence, commands, measure, overruled: false });
      measure = undefined;
    }
  }
  return found.map((each, index) => ({
    ...each,
    overruled: found.slice(index + 1).some((other) => other.commands === each.commands),
  }));
}

function flat(node: Nodes | Parent): readonly Nodes[] {
  return 'children' in node ? node.children.flatMap((child) => [child, ...flat(child)]) : [];
}

function measureOf(node: Nodes & { readonly value: string }, { lines }: ImportSource): Measure | undefined {
  const [, similarity, regex] = comment.exec(node.value) ?? [];
  const { position } = node;
  if (!position || (similarity === undefined && regex === undefined)) return undefined;
  const at = {
    from: pointAt(lines, position.start.line, position.start.column).offset,
    to: pointAt(lines, position.end.line, position.end.column).offset,
  };
  return regex === undefined ? { at, similarity: Number(similarity) } : { at, regex };
}
