import type { Runbook, Statement, Step } from '../model/runbook.ts';
import { expectationsOf, statementsOf } from '../model/statements.ts';
import { variablesIn } from '../shell/expand.ts';
import { factsOf } from './statement-facts.ts';

/** Commands that work on clusters. */
const clusterCommands: ReadonlySet<string> = new Set(['helm', 'istioctl', 'kubectl', 'kustomize', 'oc']);

/**
 * Why a runbook can't be started at one of its steps with what an earlier run left, as the end of a sentence;
 * undefined when nothing speaks against it.
 * @param fresh The clusters of the next run are new ones.
 */
export function whyNotStartAt(runbook: Runbook, step: Step, fresh: boolean): string | undefined {
  const at = runbook.steps.findIndex(({ id }) => id === step.id);
  const body = (steps: readonly Step[]) =>
    steps.flatMap(({ blocks }) => blocks.filter(({ options }) => !options.cleanup));
  const before = statementsOf(body(runbook.steps.slice(0, at)));
  if (before.length === 0) return undefined;
  const undone = runbook.steps.flatMap(({ blocks }) => blocks).find(({ options }) => options.cleanup);
  if (undone !== undefined)
    return `the cleanup of line ${undone.span.start.line} has undone what came before`;
  return whyBefore(before, fresh) ?? whyUsed(before, body(runbook.steps.slice(at)));
}

/** What a session has only when everything before ran in it. */
function whyBefore(before: readonly Statement[], fresh: boolean): string | undefined {
  for (const statement of before) {
    const { action, span } = statement;
    const { line } = span.start;
    const facts = factsOf(statement);
    if (action.kind === 'apply' && action.delete)
      return `the objects of line ${line} were deleted at the end`;
    const usesCluster = action.kind !== 'shell' || facts.calls.some((name) => clusterCommands.has(name));
    if (fresh && usesCluster) return 'each run has a new sandbox';
    if (action.kind !== 'shell') continue;
    if (action.background) return `the background command of line ${line} has ended`;
    if (facts.changesFolder) return `line ${line} changes the folder`;
    if (facts.opaque) return `line ${line} may have set anything`;
  }
  return undefined;
}

/** What later steps use that only earlier ones give. */
function whyUsed(before: readonly Statement[], blocks: Step['blocks']): string | undefined {
  const later = statementsOf(blocks).map(factsOf);
  const words = expectationsOf(blocks).flatMap(({ text }) => variablesIn(text));
  const names = new Set([...later.flatMap(({ reads }) => reads), ...words]);
  const calls = new Set(later.flatMap((facts) => facts.calls));
  for (const statement of before) {
    const { sets, defines } = factsOf(statement);
    const used = sets.find((name) => names.has(name)) ?? defines.find((name) => calls.has(name));
    if (used !== undefined) return `line ${statement.span.start.line} sets \`${used}\``;
  }
  return undefined;
}
