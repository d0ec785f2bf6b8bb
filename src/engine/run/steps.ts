import { isBad, worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Block, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { leaveToPerson } from './manual.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import { skippedByHand } from './reasons.ts';
import type { Scene } from './scene.ts';
import { runSegment, type Work } from './segment.ts';

/**
 * Runs the steps of a runbook in order, without its cleanup. After the first statement that doesn't pass the rest is
 * skipped, unless the run keeps going, then the rest of that step is, or somebody decides otherwise. Another text of
 * the runbook goes on where it says.
 */
export async function runSteps(scene: Scene): Promise<Outcome> {
  const { signal, keepGoing = false, control } = scene.conducting.options;
  let stopped: string | undefined;
  for (let [step] = scene.progress.rest; step !== undefined; [step] = scene.progress.rest) {
    scene.progress.rest = scene.progress.rest.slice(1);
    if (!scene.progress.fresh) scene.progress.outputs.clear();
    const blocks = bodyOf(step);
    if (blocks.length === 0) continue;
    if (signal.aborted) stopped = 'interrupted';
    const { outcome, stop, halted } = await runStep({ scene, step, signal, control }, blocks, stopped);
    if (stop === 'reload' || control !== undefined) continue;
    if (isBad(outcome) && halted && !keepGoing) stopped ??= `\`${step.title}\` ${outcome}`;
  }
  return worst(scene.item.runbook.steps.flatMap((step) => outcomesOf(scene, bodyOf(step))));
}

/** `halted`: something of the step did not run because of what came before it. */
type StepResult = { readonly outcome: Outcome; readonly stop?: Stop; readonly halted?: boolean };

/** Why statements are left out, by what stopped their block. */
const reasons: Readonly<Record<Exclude<Stop, 'reload'>, string>> = {
  failed: 'an earlier statement did not pass',
  'by hand': skippedByHand,
  interrupted: 'interrupted',
};

/**
 * Runs some blocks of a step; a block that is left out says why. A statement that has its result already, from before
 * another text was taken over, keeps it.
 * @param stopped Why nothing of it runs.
 */
export async function runStep(
  work: Work,
  blocks: readonly Block[],
  stopped: string | undefined,
): Promise<StepResult> {
  const { scene, step } = work;
  let stop = await approach(work, runnable(scene, blocks, stopped));
  if (stop === 'reload') return { outcome: 'skipped', stop };
  let left = stopped ?? (stop === undefined ? undefined : reasons[stop]);
  const skipped: string[] = [];
  await begin(work, runnable(scene, blocks, left));
  for (const block of blocks) {
    const reason = skipReason(scene, block, left);
    if (reason !== undefined) skipped.push(reason);
    if (reason !== undefined) skipStatements(scene, block, reason);
    else stop = await runBlock(work, block);
    if (stop === 'reload') return { outcome: 'skipped', stop };
    if (stop !== undefined)
      left ??= stop === 'failed' ? 'an earlier statement of this step did not pass' : reasons[stop];
  }
  const own = worst(outcomesOf(scene, blocks));
  // What failed may be a background job of another step.
  const outcome = stop === 'failed' && !isBad(own) ? 'failed' : own;
  const [reason] = skipped;
  const why = outcome === 'skipped' && reason !== undefined ? { reason } : {};
  scene.conducting.emit({ type: 'step-finished', step: step.id, outcome, ...why });
  return { outcome, halted: left !== undefined };
}

/** Pauses before a step if somebody asked for it. */
async function approach(
  { scene, step, control }: Work,
  [block]: readonly Block[],
): Promise<Stop | undefined> {
  if (control === undefined || block === undefined || !control.pausesAtStep || scene.progress.fresh)
    return undefined;
  const statement = statementsOf([block]).find(({ id }) => !scene.progress.results.has(id))?.id ?? block.id;
  const decision = await pauseAt(scene, {
    why: 'step',
    step: step.id,
    block: block.id,
    statement,
    again: [],
  });
  return decision.type === 'skip' ? 'by hand' : stopBy(decision);
}

async function begin({ scene, step }: Work, runs: readonly Block[]): Promise<void> {
  if (runs.length > 0) scene.conducting.emit({ type: 'step-started', step: step.id });
  if (runs.some(({ kind }) => kind === 'shell')) await scene.enter(step.id);
}

/** Blocks with something that is to run. */
function runnable(scene: Scene, blocks: readonly Block[], stopped: string | undefined): readonly Block[] {
  return blocks.filter(
    (block) =>
      skipReason(scene, block, stopped) === undefined &&
      statementsOf([block]).some(({ id }) => !scene.progress.results.has(id)),
  );
}

function skipReason(scene: Scene, block: Block, stopped: string | undefined): string | undefined {
  return scene.item.skipped[block.id] ?? stopped;
}

async function runBlock(work: Work, block: Block): Promise<Stop | undefined> {
  const { scene, control } = work;
  const stop = await (block.options.manual ? leaveToPerson(work, block) : runSegments(work, block));
  if (stop === 'reload') return stop;
  const byNobody = block.options.manual && control === undefined;
  skipStatements(scene, block, byNobody ? 'needs a person to do it' : reasons[stop ?? 'failed']);
  return stop;
}

async function runSegments(work: Work, block: Block): Promise<Stop | undefined> {
  for (const segment of block.segments) {
    const stop = await runSegment(work, block, segment);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

/** Reports the statements of a block that have no result yet as left out. */
function skipStatements(scene: Scene, block: Block, reason: string): void {
  for (const { id } of statementsOf([block])) {
    if (!scene.progress.results.has(id)) scene.finish(id, { outcome: 'skipped', reason });
  }
}

function bodyOf(step: Step): readonly Block[] {
  return step.blocks.filter((block) => !block.options.cleanup);
}

function outcomesOf(scene: Scene, blocks: readonly Block[]): readonly Outcome[] {
  return statementsOf(blocks).flatMap(({ id }) => scene.progress.results.get(id) ?? []);
}
