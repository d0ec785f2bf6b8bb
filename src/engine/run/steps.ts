import { isBad, worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Block, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { confirmBlock } from './confirm.ts';
import { runManualBlock } from './manual.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import type { RunbookRun } from './runbook-run.ts';
import { runSegment, type StepRun } from './segment.ts';
import { skippedByHand } from './state.ts';
import { reasonOf } from './way-reason.ts';

/**
 * Runs the steps of a runbook in order, without its cleanup. After the first statement that doesn't pass the rest is
 * skipped, unless the run keeps going, then the rest of that step is, or somebody decides otherwise. Another text of
 * the runbook goes on where it says.
 */
export async function runSteps(run: RunbookRun): Promise<Outcome> {
  const { progress, context } = run;
  const { signal, keepGoing = false, control } = context.options;
  let stopped: string | undefined;
  let unfinished = false;
  for (let [step] = progress.remaining; step !== undefined; [step] = progress.remaining) {
    progress.remaining = progress.remaining.slice(1);
    if (!progress.reloaded) progress.forgetOutputs();
    const blocks = bodyOf(step);
    if (blocks.length === 0) continue;
    if (signal.aborted) stopped = 'interrupted';
    const past = progress.wayPast(step.id);
    const left = stopped ?? (past && reasonOf(past));
    const { outcome, stop, halted } = await runStep({ run, step, signal, control }, blocks, left);
    progress.endStep();
    unfinished ||= halted === true;
    if (stop === 'reload' || control !== undefined) continue;
    if (isBad(outcome) && halted && !keepGoing) stopped ??= `\`${step.title}\` ${outcome}`;
  }
  const outcomes = run.item.runbook.steps.flatMap((step) => outcomesOf(run, bodyOf(step)));
  return worst([...outcomes, ...(unfinished && signal.aborted ? (['cancelled'] as const) : [])]);
}

/** `halted`: something of the step did not run because of what came before it. */
type StepResult = { readonly outcome: Outcome; readonly stop?: Stop; readonly halted?: boolean };

/** Why statements are left out, by what stopped their block. */
const reasons: Readonly<Record<Exclude<Stop, 'reload' | 'way'>, string>> = {
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
  stepRun: StepRun,
  blocks: readonly Block[],
  stopped: string | undefined,
): Promise<StepResult> {
  const { run, step } = stepRun;
  let stop = await pauseBeforeStep(stepRun, runnable(run, blocks, stopped));
  if (stop === 'reload') return { outcome: 'skipped', stop };
  let left = stopped ?? (stop === undefined ? undefined : reasonFor(stepRun, stop));
  const skipped: string[] = [];
  await startStep(stepRun, runnable(run, blocks, left));
  for (const block of blocks) {
    const reason = skipReason(run, block, left);
    if (reason !== undefined) skipped.push(reason);
    if (reason !== undefined) skipStatements(run, block, reason);
    else stop = await runBlock(stepRun, block);
    if (stop === 'reload') return { outcome: 'skipped', stop };
    if (stop !== undefined)
      left ??=
        stop === 'failed' ? 'an earlier statement of this step did not pass' : reasonFor(stepRun, stop);
  }
  const own = worst(outcomesOf(run, blocks));
  const outcome = own === 'passed' ? outcomeBy(stop) : own;
  const [reason] = skipped;
  const before = statementsOf(blocks).some(({ id }) => run.progress.passedBefore.has(id));
  const because = reason ?? (before ? 'passed before' : undefined);
  const why = outcome === 'skipped' && because !== undefined ? { reason: because } : {};
  run.context.events.emit({ type: 'step-finished', step: step.id, outcome, ...why });
  return { outcome, halted: left !== undefined };
}

/** What a step came to all of whose commands that ran have passed: what failed may be a job of another step. */
function outcomeBy(stop: Stop | undefined): Outcome {
  if (stop === 'failed') return 'failed';
  return stop === 'interrupted' ? 'cancelled' : 'passed';
}

/** Pauses before a step if somebody asked for it. */
async function pauseBeforeStep(
  { run, step, control }: StepRun,
  [block]: readonly Block[],
): Promise<Stop | undefined> {
  if (control === undefined || block === undefined || run.progress.reloaded) return undefined;
  // A block that a person does asks for one anyhow.
  if (!control.pausesAtStep(step.id) || run.item.reason === 'required' || block.options.manual)
    return undefined;
  const statement = statementsOf([block]).find(({ id }) => !run.progress.results.has(id))?.id ?? block.id;
  const decision = await pauseAt(run, {
    why: 'step',
    step: step.id,
    block: block.id,
    statement,
    again: [],
  });
  return decision.type === 'skip' ? 'by hand' : stopBy(decision);
}

/** Reports that a step starts, and tells its statements which step they are in. */
async function startStep({ run, step }: StepRun, blocks: readonly Block[]): Promise<void> {
  if (blocks.length > 0) run.context.events.emit({ type: 'step-started', step: step.id });
  if (blocks.some(({ kind }) => kind === 'shell')) await run.session.setVariable('RUNBOOK_STEP', step.id);
}

/** Blocks with something that is to run. */
function runnable(run: RunbookRun, blocks: readonly Block[], stopped: string | undefined): readonly Block[] {
  return blocks.filter(
    (block) =>
      skipReason(run, block, stopped) === undefined &&
      statementsOf([block]).some(({ id }) => !run.progress.results.has(id)),
  );
}

function skipReason(run: RunbookRun, block: Block, stopped: string | undefined): string | undefined {
  return run.item.skipped[block.id] ?? stopped;
}

async function runBlock(stepRun: StepRun, block: Block): Promise<Stop | undefined> {
  const { run, control } = stepRun;
  const answer = await mayRun(stepRun, block);
  if ('stop' in answer) {
    if (answer.stop !== 'reload') skipStatements(run, block, reasonFor(stepRun, answer.stop ?? 'by hand'));
    return answer.stop;
  }
  if (!answer.run) {
    skipStatements(run, block, answer.reason);
    return undefined;
  }
  const stop = await (block.options.manual ? runManualBlock(stepRun, block) : runSegments(stepRun, block));
  if (stop === 'reload') return stop;
  const byNobody = block.options.manual && control === undefined;
  skipStatements(run, block, byNobody ? 'needs a person to do it' : reasonFor(stepRun, stop ?? 'failed'));
  return stop;
}

/** By its condition, and by a person who is asked. */
async function mayRun(stepRun: StepRun, block: Block) {
  if (block.options.when === undefined) return confirmBlock(stepRun, block);
  const { blockCondition } = await import('./when.ts');
  const answer = await blockCondition(stepRun, block);
  return 'run' in answer && answer.run ? confirmBlock(stepRun, block) : answer;
}

function reasonFor({ run }: StepRun, stop: Exclude<Stop, 'reload'>): string {
  if (stop !== 'way') return reasons[stop];
  const { way } = run.progress;
  return way === undefined ? '' : reasonOf(way);
}

async function runSegments(stepRun: StepRun, block: Block): Promise<Stop | undefined> {
  for (const segment of block.segments) {
    const stop = await runSegment(stepRun, block, segment);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

/** Reports the statements of a block that have no result yet as left out. */
function skipStatements(run: RunbookRun, block: Block, reason: string): void {
  for (const { id } of statementsOf([block])) {
    if (!run.progress.results.has(id)) run.finish(id, { outcome: 'skipped', reason });
  }
}

function bodyOf(step: Step): readonly Block[] {
  return step.blocks.filter((block) => !block.options.cleanup);
}

function outcomesOf(run: RunbookRun, blocks: readonly Block[]): readonly Outcome[] {
  return statementsOf(blocks).flatMap(({ id }) => run.progress.results.get(id) ?? []);
}
