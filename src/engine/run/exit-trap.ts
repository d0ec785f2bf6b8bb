import type { Outcome } from '../model/output.ts';
import type { RunbookRun } from './runbook-run.ts';

/**
 * Has the session run the EXIT trap of its document, after all else, as bash does. One that says `exit 7` fails the
 * statement that set it.
 */
export async function runExitTrap(run: RunbookRun): Promise<Outcome> {
  const trapped = await run.session.exitTrap();
  if (trapped === undefined) return 'skipped';
  const { statement, output } = trapped;
  const { events } = run.context;
  events.flushOutput(statement);
  if (output.exitCode === 0) return 'passed';
  events.emit({ type: 'attempt-finished', statement, attempt: 1, output, verdicts: [] });
  const message =
    output.exitCode === null
      ? 'the EXIT trap that it set did not end'
      : `the EXIT trap that it set ended the shell with exit code ${output.exitCode}`;
  run.finish(statement, { outcome: 'failed', failure: { kind: 'exit', message } });
  return 'failed';
}
