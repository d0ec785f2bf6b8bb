import type { RootContent } from 'mdast';
import type { Runbook, Step } from '../../engine/model/runbook.ts';
import { markdownTree } from '../../engine/parse/markdown.ts';

/** By document, since a text is read once and shown many times. */
const trees = new WeakMap<Runbook, readonly RootContent[]>();

/**
 * What a reader has before them at a step: its section without its heading, and before it the sections since the
 * step before in which nothing runs.
 */
export function sectionOf(runbook: Runbook, step: Step): readonly RootContent[] {
  const before = runbook.steps[runbook.steps.indexOf(step) - 1];
  const from = before === undefined ? 1 : before.span.end.line + 1;
  return treeOf(runbook).filter((node) => {
    const line = node.position?.start.line ?? 0;
    const isOwnHeading = node.type === 'heading' && line === step.span.start.line;
    return line >= from && line <= step.span.end.line && node.type !== 'yaml' && !isOwnHeading;
  });
}

function treeOf(runbook: Runbook): readonly RootContent[] {
  const known = trees.get(runbook);
  if (known !== undefined) return known;
  const tree = markdownTree(runbook.source.text).children;
  trees.set(runbook, tree);
  return tree;
}
