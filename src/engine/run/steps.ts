import { isBad, worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Block, Step } from '../model/runbook.ts';
import { runSegment } from './attempts.ts';
import type { Scene } from './scene.ts';

/**
 * Runs the steps of a runbook in order, without its cleanup. After the first statement that doesn't pass the rest is
 * skipped, unless the run keeps going: then the rest of that step is.
 */
export async function runSteps(scene: Scene): Promise<Outcome> {
  const { signal, keepGoing = false } = scene.conducting.options;
  const outcomes: Outcome[] = [];
  let stopped: string | undefined;
  for (const step of scene.item.runbook.steps) {
    const blocks = step.blocks.filter((block) => !block.options.cleanup);
    if (blocks.length === 0) continue;
    if (signal.aborted) stopped = 'interrupted';
    const outcome = await runStep(scene, step, blocks, { stopped, signal });
    outcomes.push(outcome);
    if (isBad(outcome) && !keepGoing) stopped ??= `\`${step.title}\` ${outcome}`;
  }
  return worst(outcomes);
}

type StepWork = { readonly stopped: string | undefined; readonly signal: AbortSignal };

/** Runs some blocks of a step; a block that is left out says why. */
export async function runStep(
  scene: Scene,
  step: Step,
  blocks: readonly Block[],
  { stopped, signal }: StepWork,
): Promise<Outcome> {
  const { emit } = scene.conducting;
  const runs = blocks.some((block) => skipReason(scene, block, stopped) === undefined);
  if (runs) emit({ type: 'step-started', step: step.id });
  if (blocks.some((block) => block.kind === 'shell' && skipReason(scene, block, stopped) === undefined)) {
    await scene.enter(step.id);
  }
  const outcomes: Outcome[] = [];
  const reasons: string[] = [];
  for (const block of blocks) {
    const failed = outcomes.some(isBad) ? 'an earlier statement of this step did not pass' : stopped;
    const reason = skipReason(scene, block, failed);
    if (reason === undefined) outcomes.push(...(await runBlock(scene, block, signal)));
    else reasons.push(reason);
    if (reason !== undefined) outcomes.push(...skipStatements(scene, block, reason));
  }
  const outcome = worst(outcomes);
  const [reason] = reasons;
  const why = outcome === 'skipped' && reason !== undefined ? { reason } : {};
  emit({ type: 'step-finished', step: step.id, outcome, ...why });
  return outcome;
}

function skipReason(scene: Scene, block: Block, stopped: string | undefined): string | undefined {
  return scene.item.skipped[block.id] ?? stopped;
}

async function runBlock(scene: Scene, block: Block, signal: AbortSignal): Promise<readonly Outcome[]> {
  if (block.options.manual) return skipStatements(scene, block, 'needs a person to do it');
  const outcomes: Outcome[] = [];
  const started = new Set<string>();
  for (const segment of block.segments) {
    if (outcomes.some(isBad)) break;
    const results = await runSegment({ scene, block, segment, signal });
    for (const statement of segment.statements.slice(0, results.started)) started.add(statement.id);
    outcomes.push(...results.outcomes);
  }
  return [...outcomes, ...skipStatements(scene, block, 'an earlier statement did not pass', started)];
}

function skipStatements(
  scene: Scene,
  block: Block,
  reason: string,
  started: ReadonlySet<string> = new Set(),
): readonly Outcome[] {
  const left = block.segments.flatMap(({ statements }) => statements).filter(({ id }) => !started.has(id));
  for (const { id } of left) {
    scene.conducting.emit({ type: 'statement-finished', statement: id, outcome: 'skipped', reason });
  }
  return left.map(() => 'skipped');
}
