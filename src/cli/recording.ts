import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import type { GivenInputs } from '../engine/inputs/input-values.ts';
import { shownInputs } from '../engine/inputs/shown-inputs.ts';
import type { EventMask } from '../engine/mask/event-mask.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import type { Plan } from '../engine/model/plan.ts';
import type { RunRecord } from '../engine/model/record.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { evidenceOf } from '../engine/record/evidence.ts';
import { labelOfRun } from '../engine/record/label-of-run.ts';
import { loadRecord } from '../engine/record/load-record.ts';
import { recordJson } from '../engine/record/record-json.ts';
import { recordName } from '../engine/record/record-name.ts';
import { recordOfRun } from '../engine/record/record-of-run.ts';
import { renewRecord } from '../engine/record/renew-record.ts';
import { shownOtherwiseIn } from '../engine/record/shown-otherwise.ts';
import { simulatedText } from '../engine/record/simulated-text.ts';
import { verifyRecord } from '../engine/record/verify-record.ts';
import { whyNotRecorded } from '../engine/record/why-not-recorded.ts';
import { counted } from '../engine/report/style.ts';
import { exitCodeOf } from '../engine/run/reduce.ts';
import type { RunState } from '../engine/run/state.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { RecordWish } from './record-options.ts';
import { recordedBy } from './recorded-by.ts';
import { writeFile } from './replace-file.ts';
import { say } from './say.ts';

/** A run that is over, and what masks what is kept of it. */
type Finished = {
  readonly plan: Plan;
  readonly state: RunState;
  readonly mask: EventMask;
  readonly inputs: GivenInputs;
};

/** A runbook that was asked for, and the record that its run comes to. */
type Run = { readonly runbook: Runbook; readonly record: RunRecord; readonly label: string | undefined };

/**
 * Writes the records of the runbooks that were asked for, or compares the run with them. What it says goes to standard
 * error, since reports of the run may be on standard output.
 * @returns The code to exit with.
 */
export function concludeRecords(finished: Finished, wish: RecordWish, io: Io): number {
  const code = exitCodeOf(finished.state);
  const why = whyNotRecorded(finished.state);
  if (why !== undefined) {
    say(io.err, `${wish.does === 'record' ? 'Nothing was recorded' : 'No record was verified'}: ${why}.`);
    return Math.max(code, exitCodes.failed);
  }
  const runs = runsOf(finished, wish, io);
  const codes = runs.map((run) =>
    wish.does === 'record' ? write(run, finished.mask, io) : verify(run, finished.mask, io),
  );
  return Math.max(code, ...codes);
}

function runsOf(
  { plan, state: { runbooks, target, opaque }, mask, inputs: given }: Finished,
  wish: RecordWish,
  io: Io,
): readonly Run[] {
  const verified = new Date().toISOString().slice(0, 10);
  // What is newer was written by the run itself.
  const began = new Date(Date.now() - process.uptime() * 1000);
  return plan.runbooks.flatMap((item) => {
    const state = runbooks[item.runbook.source.file];
    if (item.reason !== 'asked' || state?.runbook === undefined || target === undefined) return [];
    const runbook = state.reloads > 0 ? state.runbook : item.runbook;
    const isSecret = (text: string): boolean => mask.text(text) !== text;
    const evidence = evidenceOf(runbook, { since: began, isSecret, simulated: target.simulated });
    const who = recordedBy(io.env);
    const inputs = shownInputs({ ...plan, runbooks: [{ ...item, runbook }] }, given);
    const record = recordOfRun({ runbook, inputs, state, target, opaque, verified, evidence, ...who });
    const label = labelFor(runbook, target.name, wish);
    return [{ runbook, record: mask.body(record), label }];
  });
}

/** What was never recorded of a target is compared with what was recorded of another one. */
function labelFor({ source }: Runbook, target: string, { label, does }: RecordWish): string | undefined {
  const own = label ?? labelOfRun(source, target);
  const isOther = label === undefined && does === 'verify' && loadRecord(source, own).record === undefined;
  return isOther ? undefined : own;
}

function write({ runbook, record: now, label }: Run, mask: EventMask, io: Io): number {
  const { file, path } = runbook.source;
  const { record: before, text } = loadRecord(runbook.source, label);
  const after = recordJson(before === undefined ? now : renewRecord(runbook, now, mask.body(before)));
  const name = recordName(file, label);
  const refused =
    text === after ? undefined : writeFile({ path: recordName(path, label), before: text, after });
  if (refused !== undefined) {
    say(io.err, `${name} was not written: ${refused}.`);
    return exitCodes.usage;
  }
  const { name: on, simulated } = now.target;
  const where = simulated ? `, on the ${on} (${simulatedText(now.target)})` : '';
  say(io.err, `Recorded ${file} in ${name}${where}: ${whatChanged(text, after)}.`);
  const untrue = shownOtherwiseIn(runbook, now);
  sayAll(untrue, runbook, mask, io);
  return untrue.length === 0 ? exitCodes.passed : exitCodes.failed;
}

function sayAll(
  found: readonly Diagnostic[],
  { source: { file, text } }: Runbook,
  mask: EventMask,
  io: Io,
): void {
  for (const diagnostic of found) {
    const source = diagnostic.span?.file === file ? text : undefined;
    say(io.err, mask.text(formatDiagnostic(diagnostic, source, io.err)));
  }
}

function whatChanged(before: string | undefined, after: string): string {
  if (before === undefined) return 'new';
  if (before === after) return 'nothing has changed';
  const ofRun = /^ {2}"(?:verified|digest|by)": .*$/gm;
  return before.replace(ofRun, '') === after.replace(ofRun, '')
    ? 'only the day has changed'
    : 'it has changed';
}

function verify({ runbook, record, label }: Run, mask: EventMask, io: Io): number {
  const { file } = runbook.source;
  const diagnostics = verifyRecord(runbook, record, { now: new Date(), label });
  sayAll(diagnostics, runbook, mask, io);
  const found = `${counted(diagnostics.length, 'difference')}${elsewhere(runbook, record, label)}`;
  say(
    io.err,
    diagnostics.length === 0
      ? `${file} came to what its record says.`
      : `${file} did not come to what its record says: ${found}.`,
  );
  return diagnostics.length === 0 ? exitCodes.passed : exitCodes.failed;
}

/** Differences may be those of targets. */
function elsewhere({ source }: Runbook, { target }: RunRecord, label: string | undefined): string {
  const recorded = loadRecord(source, label).record?.target.name ?? target.name;
  return recorded === target.name ? '' : ` (recorded on ${recorded}, run on ${target.name})`;
}
