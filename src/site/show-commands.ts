import type { Code, RootContent } from 'mdast';
import type { RecordedBlock } from '../engine/model/record.ts';
import type { Block } from '../engine/model/runbook.ts';
import { needsPerson } from '../engine/model/statements.ts';
import { code, element } from './element.ts';
import type { Page } from './page.ts';
import { type Panel, panelsOf } from './panels.ts';
import { showExpected } from './show-expected.ts';
import { showPrinted } from './show-printed.ts';
import type { Wording } from './wording.ts';

type Shown = { readonly block: Block; readonly recorded: RecordedBlock | undefined; readonly page: Page };

/**
 * The commands of a block in panels: under each what to expect of it and what it printed. `data-runbook-copy` is what
 * copying a panel gives where that isn't what it shows.
 */
export function showCommands({ block, recorded, page }: Shown, node: Code): RootContent[] {
  const { wording } = page;
  const isElsewhere = block.from !== undefined;
  const written = isElsewhere
    ? undefined
    : { lines: node.value.split('\n'), first: block.span.start.line + 1 };
  return panelsOf(block, recorded, written).flatMap((panel) => [
    shownPanel(panel, block, node),
    ...panel.watchFor.map((sign) => watch(sign, wording)),
    ...showExpected(panel.expectations, wording),
    ...(page.record && !needsPerson(block.options)
      ? showPrinted(panel.recorded, page.record, { title: wording.say('output'), wording })
      : []),
  ]);
}

function shownPanel({ shown, copied }: Panel, { program }: Block, node: Code): RootContent {
  const shell = { ...node, lang: 'bash', meta: 'frame="none"', value: shown };
  const panel = program === undefined ? shell : { ...node, meta: 'frame="none"', value: shown };
  const isSame = copied === '' || copied === shown.replace(/\n{2,}/g, '\n');
  return isSame ? panel : element('div', { dataRunbookCopy: copied }, [panel]);
}

const watch = (sign: string, { nodes }: Wording): RootContent =>
  element('p', { className: 'rb-note rb-watch' }, nodes('goOn', { text: [code(sign)] }));
