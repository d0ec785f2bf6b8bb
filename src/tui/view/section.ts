import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Runbook, Step } from '../../engine/model/runbook.ts';
import { readBlocks, readTree } from '../../engine/parse/markdown-tree.ts';

/** A part of a document; `firstLine` is the line of the file that its own line 1 is. */
type Section = { readonly nodes: readonly RootContent[]; readonly firstLine: number };

/** Sections that have been read: a text is read once and shown many times. */
const read = new WeakMap<Step, Section>();

/** Characters above which the text in lines stays as it is written: some take quadratic time to read. */
const longSection = 50_000;

/**
 * What a reader has before them at a step: its section without its heading, and before it the sections since the
 * step before in which nothing runs.
 */
export function sectionOf(runbook: Runbook, step: Step): Section {
  const known = read.get(step);
  if (known !== undefined) return known;
  const before = runbook.steps[runbook.steps.indexOf(step) - 1];
  const firstLine = before === undefined ? 1 : before.span.end.line + 1;
  const lines = runbook.source.text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const text = [...lines.slice(firstLine - 1, step.span.end.line), '', ...definitionsIn(lines)].join('\n');
  const tree = text.length > longSection ? readBlocks(text) : readTree(text);
  const nodes = tree.children.filter((node) => {
    if (node.type !== 'heading') return !['yaml', 'toml'].includes(node.type);
    const line = (node.position?.start.line ?? 0) + firstLine - 1;
    // Its own heading, and the title of the page, stand above it already.
    return line !== step.span.start.line && !(node.depth === 1 && textOf(node) === runbook.title);
  });
  const section = { nodes, firstLine };
  read.set(step, section);
  return section;
}

/** Links by reference find their addresses wherever these stand. */
function definitionsIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => /^ {0,3}\[[^\]]+\]:\s/.test(line));
}
