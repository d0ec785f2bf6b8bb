import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Resumed, ResumedRunbook } from '../model/resume.ts';
import type { Runbook } from '../model/runbook.ts';
import type { ClusterChoice } from '../model/target.ts';
import type { RunbookState, RunState } from '../run/state.ts';
import type { ReadJournal } from './read-journal.ts';
import { type HalfDone, type Settled, settleRunbook } from './settle-runbook.ts';

/** What a run that goes on is about to do, and on what. */
type Next = {
  readonly plan: Plan;
  readonly target: string;
  readonly clusters: ClusterChoice;
  /** Names of the variables that sessions start with. */
  readonly given: ReadonlySet<string>;
};

/** What was done, and statements of which nobody knows how much they did. */
type Resumption = { readonly resumed: Resumed; readonly halfDone: readonly HalfDone[] };

/** What of a plan an earlier run did. @returns Why nothing can go on from there, when it can't. */
export function resumeFrom(journal: ReadJournal, next: Next): Resumption | readonly Diagnostic[] {
  const impossible = whyOver(journal.state) ?? whyElsewhere(journal.state, next);
  if (impossible !== undefined) return [notResumable(impossible)];
  const found = next.plan.runbooks.flatMap((item) => {
    const before = Object.values(journal.state.runbooks).find(
      (state): state is Started => state.runbook?.source.path === item.runbook.source.path,
    );
    return before === undefined ? [] : [{ item, before }];
  });
  const over = found.filter(({ before }) => before.outcome === 'passed');
  const open = found.filter((each) => !over.includes(each));
  const settled = open.map(({ item, before }) => ({
    path: item.runbook.source.path,
    ...settleRunbook(item, before, journal, givenTo(item, next)),
  }));
  const faults = settled.flatMap((each) => each.faults);
  if (faults.length > 0) return faults;
  const resumed = new Map<string, ResumedRunbook>([
    ...over.map(({ item }) => [item.runbook.source.path, { ...nothing, over: journal.lastAt }] as const),
    ...settled.map((each) => [each.path, each.resumed] as const),
  ]);
  return { resumed, halfDone: settled.flatMap(({ halfDone }: Settled) => halfDone ?? []) };
}

type Started = RunbookState & { readonly runbook: Runbook };

const nothing = { settled: new Map(), passed: new Set<string>(), outputs: new Map(), notices: [] };

function givenTo({ runbook: { meta } }: PlannedItem, { given }: Next): ReadonlySet<string> {
  return new Set([...given, ...Object.keys(meta.env), ...meta.inputs.map(({ name }) => name)]);
}

/** Why a run that came to this can't be gone on with, as the end of a sentence. */
export function whyOver({ outcome, target, runbooks }: RunState): string | undefined {
  if (outcome === 'passed') return 'it passed, to its end';
  if (target === undefined) return 'it ended before anything ran';
  // One that `runbook sandbox` keeps up is a cluster to its runs, and still there.
  if (target.name === 'sandbox') return 'its sandbox ended with it, and what was done there is gone';
  const cleaned = Object.values(runbooks).find(({ cleaning }) => cleaning);
  return cleaned && `the cleanup of \`${cleaned.file}\` has begun and undone what was done`;
}

function whyElsewhere({ target }: RunState, { target: name, clusters }: Next): string | undefined {
  const before = target?.clusters.map(({ variable, context }) => `${variable}=${context}`).join(', ');
  const now = Object.entries(clusters)
    .map(([variable, context]) => `${variable}=${context}`)
    .join(', ');
  if (target?.name === name && before === now) return undefined;
  return `it ran on ${before || target?.summary}, and this run would be on ${now || name}`;
}

function notResumable(why: string): Diagnostic {
  return {
    code: 'session/not-resumable',
    severity: 'error',
    message: `The run cannot go on from where it ended: ${why}`,
    hint: 'Run the page from the top, without `--resume`.',
  };
}
