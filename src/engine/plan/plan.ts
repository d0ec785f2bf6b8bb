import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlanOptions } from '../model/plan.ts';
import type { Runbook } from '../model/runbook.ts';
import { mergeClusters } from './clusters.ts';
import { limitsOf } from './policy.ts';
import { orderByRequirement, type Resolve } from './prerequisites.ts';
import { select, skippedBlocks } from './select.ts';
import { unsetVariables } from './unset-variables.ts';

/**
 * Decides what will run and in which order; touches nothing but what `resolve` reads. The asked runbooks keep their
 * order, each after what it requires; one that is both asked and required runs once, as asked.
 */
export function plan(
  asked: readonly Runbook[],
  options: PlanOptions,
  resolve: Resolve,
): { readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] } {
  const order = orderByRequirement(asked, resolve);
  const paths = new Set(asked.map((runbook) => runbook.source.path));
  const isAsked = (runbook: Runbook): boolean => paths.has(runbook.source.path);
  const runbooks = order.ordered.map(({ runbook }) => runbook);
  const selection = select(runbooks.filter(isAsked), options);
  const merged = mergeClusters(runbooks, options.clusters);
  const items = order.ordered.map(({ runbook, requires }) => ({
    runbook,
    requires,
    reason: isAsked(runbook) ? ('asked' as const) : ('required' as const),
    skipped: isAsked(runbook) ? selection.skippedOf(runbook) : skippedBlocks(runbook, options),
    limits: limitsOf(runbook, options),
    options,
  }));
  const { given } = options;
  const unset = given === undefined ? [] : items.flatMap((item) => unsetVariables(item, new Set(given)));
  return {
    plan: { runbooks: items, clusters: merged.clusters },
    diagnostics: [
      ...order.diagnostics,
      ...selection.diagnostics,

      ...merged.diagnostics,
      ...unset,
    ],
  };
}
