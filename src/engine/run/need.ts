import type { Plan, PlannedItem } from '../model/plan.ts';
import type { OpenTarget } from '../model/target.ts';
import type { RunContext } from './options.ts';
import { RunbookSession } from './runbook-session.ts';

/** A probe that takes longer than this says that nothing is ready. */
const probeLimitMs = 30_000;

/**
 * Why a required runbook need not run: its `ready` probe holds, somebody says that it was done, or nobody who would need it
 * will run.
 * @returns undefined when it must run.
 */
export async function whyNotNeeded(
  item: PlannedItem,
  plan: Plan,
  open: OpenTarget,
  context: RunContext,
): Promise<string | undefined> {
  if (item.reason === 'asked') return undefined;
  if (context.options.trustsRequired) return 'taken as ready, not looked at (--ready)';
  const ready = (other: PlannedItem): Promise<boolean> => isReady(other, open, context);
  if (await ready(item)) return 'its result is already there';
  const needed = await isNeeded(item, plan, ready);
  return needed ? undefined : 'the runbook that requires it is ready without it';
}

async function isNeeded(
  item: PlannedItem,
  plan: Plan,
  ready: (other: PlannedItem) => Promise<boolean>,
): Promise<boolean> {
  for (const other of plan.runbooks.filter(({ requires }) => requires.includes(item.runbook.source.path))) {
    if (other.reason === 'asked') return true;
    if (!(await ready(other)) && (await isNeeded(other, plan, ready))) return true;
  }
  return false;
}

/** Runs the probe in a session of its own, so that it can't leave anything behind in the runbook's. */
async function isReady(item: PlannedItem, open: OpenTarget, context: RunContext): Promise<boolean> {
  const { ready } = item.runbook.meta;
  if (ready === undefined) return false;
  const session = new RunbookSession(item.runbook, open, context);
  try {
    return await session.succeeds(ready, probeLimitMs);
  } finally {
    await session.close();
  }
}
