import type { Plan, PlannedItem } from '../model/plan.ts';
import type { OpenTarget } from '../model/target.ts';
import type { Conducting } from './options.ts';
import { Scene } from './scene.ts';

/** A probe that takes longer than this says that nothing is ready. */
const probeLimitMs = 30_000;

/**
 * Why a required runbook need not run: its `ready` probe holds, or nobody who would need it will run.
 * @returns undefined when it must run.
 */
export async function whyNotNeeded(
  item: PlannedItem,
  plan: Plan,
  open: OpenTarget,
  conducting: Conducting,
): Promise<string | undefined> {
  if (item.reason === 'asked') return undefined;
  const ready = (other: PlannedItem): Promise<boolean> => isReady(other, open, conducting);
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
async function isReady(item: PlannedItem, open: OpenTarget, conducting: Conducting): Promise<boolean> {
  const { ready } = item.runbook.meta;
  if (ready === undefined) return false;
  const scene = new Scene(item, open, conducting);
  try {
    return await scene.holds(ready, probeLimitMs);
  } finally {
    await scene.close();
  }
}
