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
import type { Wording } from './wording.ts';

type MarkedBlock = RunbookMark & { readonly block: Block };

/**
 * A block as a reader sees it: its name as a link to it, and in panels its commands without directives, or its manifest;
 * under each what to expect in words, and what it printed in the recorded run.
 */
export function showBlock(marked: MarkedBlock, node: Code, page: Page): Nodes {
  const { block } = marked;
  const id = anchorOf(block, page);
  const parts = [...nameOf(block, id), ...notes(block, page.wording), ...panels(marked, node, page)];
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
  const { wording } = page;
  const { say } = wording;
  const expected = showExpected(
    expectationsOf([block]).filter((each) => !isFence(each)),
    wording,
  );
  const known =
    recorded && page.record ? { statements: statementsOf([recorded]), record: page.record } : undefined;
  const printed = (title: string) =>
    known ? showPrinted(known.statements, known.record, { title, wording }) : [];
  switch (block.kind) {
    case 'manifest':
      return [...showManifest(block, node, page), ...expected, ...printed(say('answerOfCluster'))];
    case 'assert':
      return [...showAssert(block, node, wording), ...expected, ...printed(say('whatWasFound'))];
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

function notes(block: Block, { say }: Wording): RootContent[] {
  const { kind, from, program, variants = [] } = block;
  const { manual, skip, cleanup, confirm, when } = block.options;
  const destroying = cleanup ? [] : destroyedBy([block]);
  const said = [
    ...(manual ? [say('byHand')] : []),
    ...(when === undefined ? [] : [say('onlyWhen', { command: when })]),
    ...(destroying.length === 0 ? [] : [say('destroys', { what: destroying.join(', ') })]),
    ...(confirm === undefined ? [] : [say('asksFirst', { question: confirm })]),
    ...(skip === undefined ? [] : [skip ? say('notRunWhy', { why: skip }) : say('notRun')]),
    ...(kind === 'file' ? [say('saveFile')] : []),
    ...(program === undefined ? [] : [say('runsWith', { program })]),
    ...(from === undefined ? [] : [say('standsIn', { file: from })]),
    ...variants
      .filter(({ among }) => among === undefined)
      .map(({ name, label }) => say('onlyFor', { variant: name === 'os' ? label : `${name}=${label}` })),
    ...(cleanup ? [say('atTheEnd')] : []),
  ];
  return said.map((note) => element('p', { className: 'rb-note' }, [text(note)]));
}
