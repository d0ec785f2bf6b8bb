import type { Html, Nodes } from 'mdast';
import { blocksOf, statementsOf, textOf } from '../engine/model/statements.ts';
import type { Page } from './page.ts';
import { showBlock } from './show-block.ts';

/** The blocks of a page that is included, in place of the comment that does; nothing of any other HTML. */
export function showIncluded({ position }: Html, page: Page): readonly Nodes[] | undefined {
  const line = position?.start.line;
  const found = page.runbook.steps.flatMap((step) =>
    blocksOf({ steps: [step] })
      .filter(({ included, span }) => included === true && span.start.line === line)
      .map((block) => ({ step, block })),
  );
  if (found.length === 0) return undefined;
  return found.map(({ step, block }) => {
    const value = statementsOf([block]).map(textOf).join('\n').trim();
    const recorded = page.recorded.get(block.id);
    return showBlock({ step, block, ...(recorded ? { recorded } : {}) }, { type: 'code', value }, page);
  });
}
