import GithubSlugger from 'github-slugger';
import type { Nodes, Root } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { VFile } from 'vfile';
import type { Block, Step } from '../engine/model/runbook.ts';
import { expectationsOf, isFence } from '../engine/model/statements.ts';
import type { Page, RunbookMark } from './page.ts';
import { walk } from './walk.ts';

/**
 * Marks the nodes that are steps, blocks and expected output, by the lines on which the engine found them. Fails the
 * file when it can't find them, which means that the pipeline's tree is not of the file as it is.
 */
export function markNodes(tree: Root, page: Page, file: VFile): void {
  const marks = marksByLine(page);
  walk(tree, (node) => {
    const line = node.position?.start.line;
    if (line === undefined || (node.type !== 'heading' && node.type !== 'code')) return undefined;
    const mark = marks.get(`${node.type} ${line}`);
    if (mark) node.data = { ...node.data, runbook: mark } as Nodes['data'] & object;
    marks.delete(`${node.type} ${line}`);
    return undefined;
  });
  // What other tools read as fences may be none in this pipeline.
  const tagged = /^[ \t]*<[A-Z]/m.test(page.runbook.source.text);
  const [lost] = [...marks].filter(
    ([place, { block }]) =>
      block && !block.contained && !block.included && !tagged && place.startsWith('code'),
  );
  if (!lost) return;
  const [place, { block }] = lost;
  file.fail(
    `The block \`${block?.id}\` is not in the tree at ${place.replace('code', 'line')}: give the file as it is, with its front matter or blank lines in its place.`,
    { source: 'runbook', ruleId: 'site/other-lines' },
  );
}

/** Gives the headings the anchors that they have on GitHub, which are the ids of steps, also where nothing else does. */
export function giveAnchors(tree: Root): void {
  const slugger = new GithubSlugger();
  for (const node of tree.children) {
    if (node.type !== 'heading') continue;
    const id = slugger.slug(textOf(node));
    const own = node.data?.hProperties;
    node.data = { ...node.data, hProperties: { ...own, id: node.data?.runbook?.step.id ?? id } };
  }
}

function marksByLine({ runbook, recorded }: Page): Map<string, RunbookMark> {
  const marks = new Map<string, RunbookMark>();
  for (const step of runbook.steps) {
    marks.set(`heading ${step.span.start.line}`, { step });
    for (const block of step.blocks) markBlock(marks, { step, block }, recorded.get(block.id));
  }
  return marks;
}

function markBlock(
  marks: Map<string, RunbookMark>,
  owner: { readonly step: Step; readonly block: Block },
  recorded: RunbookMark['recorded'],
): void {
  const { block } = owner;
  marks.set(`code ${block.span.start.line}`, { ...owner, ...(recorded ? { recorded } : {}) });
  for (const { start } of block.examples ?? []) marks.set(`code ${start.line}`, { ...owner, output: {} });
  for (const expectation of expectationsOf([block]).filter(isFence)) {
    marks.set(`code ${expectation.span.start.line}`, { ...owner, output: { expectation } });
  }
}
