import { isBad } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Runbook, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { compareSteps } from '../plan/changed-steps.ts';
import { replan } from '../plan/replan.ts';
import type { RunbookRun } from './runbook-run.ts';
import { runSteps } from './steps.ts';

/** Waits for another text of a page; undefined when nobody waits any more. */
export type NextText = (current: Runbook) => Promise<Runbook | undefined>;

/**
 * Runs what has changed of a page each time that there is another text of it, in the same session and on the same
 * target, until that would be no run of the page any more: then it is to be run from the top, by whoever asked.
 * @param outcome What the page came to before. @returns What it has come to.
 */
export async function watchSteps(run: RunbookRun, next: NextText, outcome: Outcome): Promise<Outcome> {
  const { events, options } = run.context;
  const tell = (message: string): void => events.emit({ type: 'notice', message });
  let now = outcome;
  while (!options.signal.aborted) {
    const { file } = run.item.runbook.source;
    tell(`Watching ${file}: ${now}. Save it to go on; Ctrl-C cleans up and ends.`);
    const runbook = await next(run.item.runbook);
    if (runbook === undefined) break;
    const change = compareSteps(run.item.runbook, runbook, (step) => isBadIn(run, step));
    if ('fromTheTop' in change) {
      tell(`${file} runs again from the top: ${change.fromTheTop}.`);
      break;
    }
    takeOver(run, runbook, change.from);
    const step = runbook.steps[change.from];
    tell(step === undefined ? 'Nothing that runs has changed.' : `Again from "${step.title}".`);
    now = await runSteps(run);
  }
  return now;
}

/** Steps in front of one keep their results, the others run. */
function takeOver(run: RunbookRun, runbook: Runbook, from: number): void {
  const over = statementsOf(runbook.steps.slice(0, from).flatMap(({ blocks }) => blocks)).map(({ id }) => id);
  const kept = over.filter((id) => run.progress.results.has(id));
  const stays = new Set(kept);
  run.item = replan(run.item, runbook);
  run.progress.results = new Map([...run.progress.results].filter(([id]) => stays.has(id)));
  run.progress.remaining = runbook.steps.slice(from);
  run.context.events.emit({ type: 'runbook-reloaded', runbook, kept });
}

function isBadIn({ progress }: RunbookRun, step: Step): boolean {
  return statementsOf(step.blocks).some(({ id }) => isBad(progress.results.get(id) ?? 'passed'));
}
