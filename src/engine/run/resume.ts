import { RunbookError } from '../diagnostics/error.ts';
import type { KeptSession, ResumedRunbook } from '../model/resume.ts';
import { placedStatementsOf } from '../model/statements.ts';
import type { RunbookRun } from './runbook-run.ts';

/**
 * Takes over what an earlier run did of a runbook: its session, and what need not run again. Said is what isn't there
 * again. @throws RunbookError when the session can't be as it was.
 */
export async function resumeRunbook(run: RunbookRun, resumed: ResumedRunbook): Promise<void> {
  const { settled, passed, outputs, session, notices } = resumed;
  const { events } = run.context;
  if (session !== undefined) await restore(run, session);
  for (const message of notices) events.emit({ type: 'notice', message });
  run.progress.passedBefore = passed;
  run.progress.outputsBefore = outputs;
  for (const placed of placedStatementsOf(run.item.runbook)) {
    const { id } = placed.statement;
    const at = settled.get(id);
    const manifest = session?.applied[id];
    if (manifest !== undefined) run.manifests.remember(placed, manifest);
    if (at === undefined) continue;
    const [before, reason] = passed.has(id)
      ? [{ passedBefore: at }, `passed before, at ${at}`]
      : [{}, `left out before, at ${at}`];
    const output = outputs.get(id);
    // A run that has to go on from this one judges by it too.
    if (output !== undefined)
      events.emit({ type: 'attempt-finished', statement: id, attempt: 1, output, verdicts: [] });
    run.finish(id, { outcome: 'skipped', reason, ...before });
  }
  await run.keep();
}

async function restore({ session, item }: RunbookRun, kept: KeptSession): Promise<void> {
  const complaint = await session.restore(kept);
  const unset = kept.unset.length === 0 || (await session.succeeds(`unset ${kept.unset.join(' ')}`, 10_000));
  if (complaint === '' && unset) return;
  throw new RunbookError([
    {
      code: 'session/failed',
      severity: 'error',
      message: `The session of ${item.runbook.source.file} cannot be as it was: ${complaint.trim() || 'a variable cannot be unset'}`,
      hint: 'Make what is missing there again, or run the page from the top, without `--resume`.',
    },
  ]);
}
