import type { PlannedItem } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import { limitsOf } from './policy.ts';
import { notSelected, placesOf, skippedBlocks } from './select.ts';

/**
 * The plan of another text of the same file. A block that both texts have stays selected or not; a new one follows
 * the block before it.
 */
export function replan(item: PlannedItem, runbook: Runbook): PlannedItem {
  const known = new Set(placesOf(item.runbook).map(({ block }) => block.id));
  let selected = true;
  const chosen = placesOf(runbook).filter(({ block }) => {
    if (known.has(block.id)) selected = item.skipped[block.id] !== notSelected;
    return selected;
  });
  return {
    ...item,
    runbook,
    skipped: skippedBlocks(runbook, item.options, chosen),
    limits: limitsOf(runbook, item.options),
  };
}
