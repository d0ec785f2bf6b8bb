import type { Code, Nodes, RootContent } from 'mdast';
import type { Block } from '../engine/model/runbook.ts';
import { expectationsOf, isFence, statementsOf, textOf } from '../engine/model/statements.ts';
import { element, text } from './element.ts';
import type { Page, RunbookMark } from './page.ts';
import { showAssert } from './show-assert.ts';
import { showExpected } from './show-expected.ts';
import { showManifest } from './show-manifest.ts';
import { showPrinted } from './show-printed.ts';

type MarkedBlock = RunbookMark & { readonly block: Block };

/**
 * A block as a reader sees it: a panel of the commands alone, so that copying gives nothing else, or of the manifest;
 * under it what to expect in words, and folded, what it printed when it was last verified.
 */
export function showBlock({ block, recorded }: MarkedBlock, node: Code, page: Page): Nodes {
  const id = anchorOf(block, page);
  const parts = [...notes(block), ...panel(block, node, page), ...showExpected(block)];
  if (recorded && page.record) parts.push(...showPrinted(block, recorded, page.record));
  return element('div', { className: `rb-block rb-${block.kind}`, ...(id ? { id } : {}) }, parts);
}

/** None when a heading has that anchor; blocks above the first heading are found by the name of their step. */
function anchorOf({ id, options }: Block, { anchors, runbook }: Page): string | undefined {
  if (options.name !== undefined) return anchors.has(options.name) ? undefined : options.name;
  const [first] = runbook.steps;
  return first?.id === 'start' && first.blocks[0]?.id === id ? 'start' : undefined;
}

/** A script with a `#!` line in it would be taken for a file. */
const terminal = 'frame="terminal"';

function panel(block: Block, node: Code, page: Page): RootContent[] {
  switch (block.kind) {
    case 'shell':
      return [shownCommands(block, node)];
    case 'manifest':
      return showManifest(block, node, page);
    case 'assert':
      return showAssert(block, node);
    case 'file':
      return [showFile(block, node)];
    default:
      return block.kind satisfies never;
  }
}

function shownCommands(block: Block, node: Code): RootContent {
  const value = shownText(block, node);
  if (block.program !== undefined) return { ...node, meta: null, value };
  return { ...node, lang: 'bash', meta: terminal, value };
}

/** What is to be saved, under the name of its file. */
function showFile(block: Block, node: Code): RootContent {
  const [statement] = statementsOf([block]);
  const path = statement?.action.kind === 'file' ? statement.action.path : '';
  return { ...node, meta: `title="${path.replaceAll('"', '')}"` };
}

function notes({
  kind,
  from,
  program,
  variants = [],
  options: { manual, skip, cleanup, confirm },
}: Block): RootContent[] {
  const said = [
    ...(manual ? ['Done by hand: a run without a person at the terminal leaves this out.'] : []),
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

/** The text of a shell block without its directives, by the lines that the engine says they are on. */
function shownText(block: Block, node: Code): string {
  if (block.from !== undefined) return statementsOf([block]).map(textOf).join('\n').trim();
  const directives = new Set(directiveLines(block));
  const first = block.span.start.line + 1;
  const lines = node.value.split('\n').filter((_, index) => !directives.has(first + index));
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function directiveLines(block: Block): number[] {
  const waits = statementsOf([block]).flatMap(({ action }) => (action.kind === 'shell' ? action.waits : []));
  const lines = expectationsOf([block]).filter((each) => !isFence(each));
  return [...lines, ...waits].map(({ span }) => span.start.line);
}
