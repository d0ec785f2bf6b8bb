import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { blocksOf, expectationsOf, statementsOf } from '../engine/model/statements.ts';

/** What only a page has that was written to be run. */
const ownKeys = ['clusters', 'needs', 'ready', 'requires', 'secrets', 'opaque'];
const ownFaults = /^parse\/(?:.*expectation|bad-wait|misplaced-wait|nothing-above|nothing-to-repeat)$/;

/**
 * Whether a page was written for runbook, as opposed to one that merely has commands: it checks something or tries to,
 * applies a manifest, waits for something, or has a key in its front matter that means nothing to other tools.
 */
export function isChecked({
  runbook,
  diagnostics,
}: {
  readonly runbook: Runbook;
  readonly diagnostics: readonly Diagnostic[];
}): boolean {
  const blocks = blocksOf(runbook);
  return (
    ownKeys.some((key) => Object.hasOwn(runbook.meta.spans, key)) ||
    blocks.some(({ kind }) => kind !== 'shell') ||
    expectationsOf(blocks).length > 0 ||
    statementsOf(blocks).some(({ action }) => action.kind === 'shell' && action.waits.length > 0) ||
    diagnostics.some(({ code }) => ownFaults.test(code))
  );
}

/** A text without any of these words is no such page, which is known without reading it as Markdown. */
export function mayBeChecked(text: string): boolean {
  return new RegExp(`expect|wait:|yaml (?:apply|assert)|output|file=|include:|${ownKeys.join('|')}`).test(
    text,
  );
}
