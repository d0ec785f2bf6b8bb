import type { Nodes, Root } from 'mdast';
import { type Lines, readLines } from '../parse/lines.ts';
import { readBlocks } from '../parse/markdown-tree.ts';
import { type FenceSource, fenceSource } from './fence-source.ts';

/** A document to import, read as Markdown: whatever else it is, its prose mostly is. */
export type ImportSource = {
  readonly lines: Lines;
  /** How its lines end: those that are added end the same way. */
  readonly lineEnd: string;
  readonly tree: Root;
  /** All code blocks, in the order of the document, indented ones included. */
  readonly fences: readonly FenceSource[];
};

export function readImportSource(file: string, text: string): ImportSource {
  const lines = readLines(file, text);
  const tree = treeOf(text);
  const fences: FenceSource[] = [];
  collect(tree, lines, fences);
  return { lines, lineEnd: /\r\n|\r|\n/.exec(text)?.[0] ?? '\n', tree, fences };
}

/** Quotes in quotes by the thousand exhaust the stack of the Markdown parser: what nobody can read has no code. */
function treeOf(text: string): Root {
  try {
    return readBlocks(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { type: 'root', children: [] };
  }
}

function collect(node: Nodes, lines: Lines, fences: FenceSource[]): void {
  if (node.type === 'code') {
    const fence = fenceSource(node, lines);
    if (fence) fences.push(fence);
  } else if ('children' in node) {
    for (const child of node.children) collect(child, lines, fences);
  }
}
