import type { Output } from '../model/output.ts';
import type { Block } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { pauseAt, type Stop, stopBy } from './pause.ts';
import type { StepRun } from './segment.ts';

/** Whether a block runs by its condition, or why not; a condition that can't be decided is a failure. */
type Answer =
  | { readonly run: true }
  | { readonly run: false; readonly reason: string }
  | { readonly stop: Stop | undefined };

/** How long a condition may take. */
const limitMs = 60_000;

/** Asks the condition of a block, `when="COMMAND"`, in the page's shell: 0 is a yes and 1 a no. */
export async function blockCondition({ run, step, control, signal }: StepRun, block: Block): Promise<Answer> {
  const { when } = block.options;
  const ids = statementsOf([block]).map(({ id }) => id);
  const [first = block.id] = ids;
  if (when === undefined || ids.some((id) => run.progress.results.has(id))) return { run: true };
  for (let again = false; ; again = true) {
    const output = await run.session.ask(when, limitMs, signal);
    if (signal.aborted) return { stop: 'interrupted' };
    const yes = output.ended === 'normally' ? [true, false][output.exitCode ?? -1] : undefined;
    if (yes !== undefined) return yes ? { run: true } : { run: false, reason: `not so: \`${when}\`` };
    const message = `its condition \`${when}\` says neither yes (0) nor no (1): ${howItEnded(output)}`;
    const retry = again ? { retry: run.progress.countRetry(first) } : {};
    run.finish(first, { outcome: 'failed', failure: { kind: 'exit', message }, ...retry });
    if (control === undefined) return { stop: 'failed' };
    const where = { step: step.id, block: block.id, statement: first, again: [first] };
    const decision = await pauseAt(run, { why: 'failure', ...where });
    if (decision.type !== 'retry') return { stop: stopBy(decision) };
    run.progress.results.delete(first);
  }
}

function howItEnded({ ended, exitCode, stderr }: Output): string {
  const how = ended === 'normally' ? `exit code ${exitCode}` : ended;
  const said = stderr.text.trim().split('\n').at(-1) ?? '';
  return said === '' ? how : `${how}, ${said}`;
}
