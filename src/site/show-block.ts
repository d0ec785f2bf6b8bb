import type { Code, Nodes, RootContent } from 'mdast';
import type { Block } from '../engine/model/runbook.ts';
import { destroyedBy, expectationsOf, isFence, statementsOf } from '../engine/model/statements.ts';
import { element, link, text } from './element.ts';
import type { Page, RunbookMark } from './page.ts';
import { showAssert } from './show-assert.ts';
import { showCommands } from './show-commands.ts';
import { showExpected } from './show-expected.ts';
import { showManifest } from './show-manifest.ts';
import { showPrinted } from './show-printed.ts';

type MarkedBlock = RunbookMark & { readonly block: Block };

/**
 * A block as a reader sees it: its name as a link to it, and in panels its commands without directives, or its manifest;
 * under each what to expect in words, and what it printed in the recorded run.
 */
export function showBlock(marked: MarkedBlock, node: Code, page: Page): Nodes {
  const { block } = marked;
  const id = anchorOf(block, page);
  const parts = [...nameOf(block, id), ...notes(block), ...panels(marked, node, page)];
  return element('div', { className: `rb-block rb-${block.kind}`, ...(id ? { id } : {}) }, parts);
}

/** None when a heading has that anchor; blocks above the first heading are found by the name of their step. */
function anchorOf({ id }: Block, { anchors, runbook }: Page): string | undefined {
  if (!anchors.has(id)) return id;
  const [first] = runbook.steps;
  return first?.id === 'start' && first.blocks[0]?.id === id ? 'start' : undefined;
}

/** What `exec --only` calls it. */
function nameOf({ id, options: { name } }: Block, anchor: string | undefined): RootContent[] {
  if (name === undefined) return [];
  return [element('p', { className: 'rb-name' }, [link(`#${anchor ?? id}`, [text(name)])])];
}

function panels({ block, recorded }: MarkedBlock, node: Code, page: Page): RootContent[] {
  if (block.kind === 'shell') return showCommands({ block, recorded, page }, node);
  const expected = showExpected(expectationsOf([block]).filter((each) => !isFence(each)));
  const known =
    recorded && page.record ? { statements: statementsOf([recorded]), record: page.record } : undefined;
  const printed = (title: string) => (known ? showPrinted(known.statements, known.record, title) : []);
  switch (block.kind) {
    case 'manifest':
      return [...showManifest(block, node, page), ...expected, ...printed('Answer of the cluster')];
    case 'assert':
      return [...showAssert(block, node), ...expected, ...printed('What was found')];
    case 'file':
      return [showFile(block, node), ...expected];
    default:
      return block.kind satisfies never;
  }
}

/** What is to be saved, under the name of its file. */
function showFile(block: Block, node: Code): RootContent {
  const [statement] = statementsOf([block]);
  const path = statement?.action.kind === 'file' ? statement.action.path : '';
  return { ...node, meta: `title="${path.replaceAll('"', '')}"` };
}

function notes(block: Block): RootContent[] {
  const { kind, from, program, variants = [] } = block;
  const { manual, skip, cleanup, confirm, when } = block.options;
  const destroying = cleanup ? [] : destroyedBy([block]);
  const said = [
    ...(manual ? ['Done by hand: a run without a person at the terminal leaves this out.'] : []),
    ...(when === undefined ? [] : [`Only when this succeeds: ${when}`]),
    ...(destroying.length === 0 ? [] : [`Careful: this destroys something (${destroying.join(', ')}).`]),
    ...(confirm === undefined ? [] : [`A run asks first: ${confirm}`]),
    ...(skip === undefined ? [] : [`Shown, not run${skip ? `: ${skip}` : ''}.`]),
    ...(kind === 'file' ? ['Save this as a file. A run writes it, and takes it away at the end.'] : []),
    ...(program === undefined ? [] : [`Runs with ${program}.`]),
    ...(from === undefined ? [] : [`This is what stands in ${from}.`]),
    ...variants
      .filter(({ among }) => among === undefined)
      .map(({ name, label }) => `Only for ${name === 'os' ? label : `${name}=${label}`}.`),
    ...(cleanup ? ['Runs at the end in any case, also after a failure.'] : []),
  ];
  return said.map((note) => element('p', { className: 'rb-note' }, [text(note)]));
}
