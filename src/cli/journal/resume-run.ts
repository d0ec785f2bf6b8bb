import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { RunbookError } from '../../engine/diagnostics/error.ts';
import { printable } from '../../engine/diagnostics/printable.ts';
import type { JournalHead } from '../../engine/journal/journal.ts';
import type { ReadJournal } from '../../engine/journal/read-journal.ts';
import { resumeFrom } from '../../engine/journal/resume-from.ts';
import type { HalfDone } from '../../engine/journal/settle-runbook.ts';
import { secretMask } from '../../engine/model/mask.ts';
import type { Resumed } from '../../engine/model/resume.ts';
import { commandLines } from '../../engine/report/lines.ts';
import type { ExecOptions } from '../exec/exec-options.ts';
import type { Io } from '../io.ts';
import type { Planned } from '../prepare.ts';
import { say } from '../say.ts';
import { usageError } from '../usage-error.ts';
import { loadJournal } from './load-journal.ts';

/** The last run of a journal that ran anything, to go on from. @throws RunbookError when it is still at work. */
export function earlierRun(file: string, io: Io): ReadJournal {
  const runs = loadJournal(file, io);
  const run = runs.findLast(({ state }) => state.target !== undefined) ?? runs[0];
  if (run.state.outcome === undefined && isAtWork(run.head))
    throw usageError(
      `The run of \`${file}\` is still at work: process ${run.head.pid}`,
      'Wait for its end, or end it.',
    );
  return run;
}

/** Inputs of an earlier run that were written down; what is masked there isn't among them. */
export function inputsOf({ head }: ReadJournal): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(head.inputs).filter(([, value]) => !value.includes(secretMask)));
}

/**
 * What of a plan an earlier run did. Somebody has to agree to what had begun and did not end.
 * @throws RunbookError when nothing can go on from there.
 */
export async function resumedBy(
  journal: ReadJournal,
  { plan, chosen }: Planned,
  { options, io }: { readonly options: ExecOptions; readonly io: Io },
): Promise<Resumed> {
  const given = [...Object.keys(io.env), ...Object.keys(options.env), ...Object.keys(plan.clusters)];
  const { target, clusters } = chosen;
  const resumption = resumeFrom(journal, { plan, target: target.name, clusters, given: new Set(given) });
  if (!('resumed' in resumption)) throw new RunbookError(resumption);
  for (const half of resumption.halfDone) await agreeTo(half, options, io);
  say(io.err, `Going on from the run that ended at ${journal.lastAt}.`);
  return resumption.resumed;
}

async function agreeTo({ placed }: HalfDone, { confirm = [] }: ExecOptions, io: Io): Promise<void> {
  const { block, statement } = placed;
  if (confirm.includes(block.id) || confirm.includes('all')) return;
  const { span } = statement;
  const had = `\`${printable(commandLines(statement).join(' '))}\` had begun when the run ended, and may have done a part of its work`;
  const answer = io.hasKeyboard()
    ? await io.ask(`Line ${span.start.line}: ${had}. Run it again? [y/N] `)
    : undefined;
  if (/^y(?:es)?$/i.test(answer?.trim() ?? '')) return;
  const hint = `See how far it came. \`--confirm ${block.id}\` runs it again; with \`--step\` you can skip it.`;
  throw new RunbookError([{ code: 'session/half-done', severity: 'error', message: had, span, hint }]);
}

/** Whether the process that wrote a journal is alive on this machine: another one of its number began later. */
function isAtWork({ pid, host, startedAt }: JournalHead): boolean {
  if (host !== hostname() || pid === process.pid) return false;
  try {
    const since = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Date.parse(since) <= Date.parse(startedAt);
  } catch {
    return false;
  }
}
