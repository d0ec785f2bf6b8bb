import type { Runbook, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { factsOf } from './statement-facts.ts';

/** Where a run of one text of a page goes on with another text, or why it can't: as the end of a sentence. */
type Change = { readonly from: number } | { readonly fromTheTop: string };

/**
 * Compares two texts of a page whose run stands at its end. It goes on at the first step that runs otherwise than
 * before, or that is `bad`; not when the session or the cleanup would be another one than that of a run from the top.
 * `from` is a place in the steps of the new text, their number when nothing has to run.
 */
export function compareSteps(before: Runbook, after: Runbook, bad: (step: Step) => boolean): Change {
  if (textOf(before.meta) !== textOf(after.meta)) return { fromTheTop: 'the front matter has changed' };
  if (textOf(cleanupOf(before)) !== textOf(cleanupOf(after)))
    return { fromTheTop: 'the cleanup has changed' };
  const differs = after.steps.findIndex(
    (step, index) => textOf(bodyOf(step)) !== textOf(before.steps[index] && bodyOf(before.steps[index])),
  );
  const changed = differs === -1 ? Math.min(after.steps.length, before.steps.length) : differs;
  const failed = before.steps.findIndex(bad);
  const from = failed === -1 ? changed : Math.min(changed, failed);
  const why = whyNotAgain(before.steps.slice(from));
  return why === undefined ? { from } : { fromTheTop: why };
}

/** What has left the session so that its steps can't run in it once more. */
function whyNotAgain(steps: readonly Step[]): string | undefined {
  for (const statement of statementsOf(steps.flatMap((step) => bodyOf(step).blocks))) {
    const { action, span } = statement;
    if (action.kind !== 'shell') continue;
    const { changesFolder, opaque } = factsOf(statement);
    if (action.background) return `the background command of line ${span.start.line} is at work`;
    if (changesFolder) return `line ${span.start.line} has changed the folder`;
    if (opaque) return `line ${span.start.line} may have set anything`;
  }
  return undefined;
}

function bodyOf(step: Step): Pick<Step, 'id' | 'blocks'> {
  return { id: step.id, blocks: step.blocks.filter(({ options }) => !options.cleanup) };
}

function cleanupOf({ steps }: Runbook): Step['blocks'] {
  return steps.flatMap(({ blocks }) => blocks.filter(({ options }) => options.cleanup));
}

/** All of it but its places: what stands above moves them. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (key, item) => (key === 'span' || key === 'spans' ? undefined : item)) ?? '';
}
