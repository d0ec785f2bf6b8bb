import { exitCodes } from './exit-codes.ts';
import { givenInputs, type InputOptions } from './inputs/settle-inputs.ts';
import type { Io } from './io.ts';
import { planDiffText } from './plan-diff-text.ts';
import { planJson } from './plan-json.ts';
import { planText } from './plan-text.ts';
import type { Planned } from './prepare.ts';

type ShowOptions = InputOptions & {
  readonly mask?: readonly string[];
  readonly json?: true;
  readonly diff?: boolean;
};

/** Prints what would run, on what, and whether what it needs is there. @returns The code with which a run would stop. */
export async function showPlans(
  planned: readonly Planned[],
  { env = {}, mask = [], json, diff = false, ...given }: ShowOptions,
  io: Io,
): Promise<number> {
  const { examineTarget } = await import('../engine/run/examine-target.ts');
  // Nobody listens for an interruption here: it ends the process at once, and the target with it.
  const { signal } = new AbortController();
  const runbooks = planned.flatMap(({ plan }) => plan.runbooks.map(({ runbook }) => runbook));
  const inputs = givenInputs(runbooks, { env, ...given }, io);
  const options = { signal, inherited: io.env, env, inputs, mask, path: env.PATH ?? io.env.PATH ?? '', diff };
  const texts: string[] = [];
  let stops = false;
  for (const { plan, chosen } of planned) {
    const { requirements, diffs } = await examineTarget(plan, chosen.target, options);
    stops ||= requirements.some(({ diagnostic }) => diagnostic?.severity === 'error');
    const parts = { plan, chosen, requirements, ...(diff ? { manifests: diffs } : {}) };
    const changes = diff ? planDiffText(diffs, io.out) : '';
    texts.push(json ? planJson(parts) : planText(parts, io.out) + changes);
  }
  io.out.write(texts.join('\n'));
  return stops ? exitCodes.environment : exitCodes.passed;
}
