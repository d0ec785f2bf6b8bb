import { isBad, worst } from '../judge/outcome.ts';
import type { Outcome } from '../model/output.ts';
import type { Segment, Statement, Step } from '../model/runbook.ts';
import { segmentsOf } from '../model/statements.ts';
import { leftOut } from '../run/gaps.ts';
import { type RunbookState, stateOf, stepOutcomeOf } from '../run/state.ts';
import { type FailureReport, failureReport, type PlaceState } from './failure.ts';
import { commandOf } from './lines.ts';
import { clip, counted } from './style.ts';

/**
 * What a test runner would call a test: the statements that a group of expectations judges, or one statement that only
 * had to succeed. `name` is unique in its step and the same in the next run.
 */
export type Case = {
  readonly name: string;
  readonly statements: readonly PlaceState[];
  readonly outcome: Outcome;
  /** Why it was skipped or has no result. */
  readonly reason?: string;
  /** Of every statement that did not pass. */
  readonly failures: readonly FailureReport[];
  readonly spentMs: number;
};

/** A step with its cleanup, which may have run much later. */
export type StepReport = {
  readonly step: Step;
  readonly outcome: Outcome;
  /** Why it was skipped, or what of it did not run although it passed. */
  readonly reason?: string;
  readonly cases: readonly Case[];
  readonly spentMs: number;
};

/** Characters of a case's name. */
const mostCharacters = 200;

/** What every step of a runbook came to, in the order of the document; none of a runbook that was skipped. */
export function stepReports(state: RunbookState): readonly StepReport[] {
  return (state.runbook?.steps ?? []).map((step) => stepReport(step, state));
}

function stepReport(step: Step, state: RunbookState): StepReport {
  const cases = distinct(
    segmentsOf(step.blocks)
      .flatMap(casesOf)
      .map((statements) => caseOf(statements, state)),
  );
  const outcome = stepOutcomeOf(state, step) ?? worst(cases.map((item) => item.outcome));
  const left = outcome === 'passed' ? leftOut(state, step.blocks).length : 0;
  const reason =
    outcome === 'skipped'
      ? cases.find((item) => item.reason !== undefined)?.reason
      : left > 0
        ? `${counted(left, 'block')} not run`
        : undefined;
  return { step, outcome, ...(reason === undefined ? {} : { reason }), cases, spentMs: sum(cases) };
}

function casesOf({ statements, expectations }: Segment): readonly (readonly Statement[])[] {
  return expectations.length > 0 ? [statements] : statements.map((statement) => [statement]);
}

function caseOf(statements: readonly Statement[], runbook: RunbookState): Case {
  const places = statements.flatMap(({ id }) => {
    const place = runbook.index.get(id);
    return place === undefined ? [] : [{ ...place, state: stateOf(runbook, id) }];
  });
  const results = places.map(({ state }) => ({
    outcome: state.outcome ?? 'cancelled',
    reason: state.outcome === undefined ? 'the run ended before it' : state.reason,
  }));
  const outcome = worst(results.map((result) => result.outcome));
  const reason = results.find((result) => result.outcome === outcome)?.reason;
  return {
    name: clip(commandOf(judgedOf(statements)), mostCharacters),
    statements: places,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    failures: places
      .filter(({ state }) => isBad(state.outcome ?? 'skipped'))
      .map((place) => failureReport(place, runbook)),
    spentMs: sum(places.map(({ state }) => ({ spentMs: spentMs(state) }))),
  };
}

/** The one whose output is judged: the last in the foreground. */
function judgedOf(statements: readonly Statement[]): Statement {
  const judged = statements.findLast(({ action }) => action.kind !== 'shell' || !action.background);
  const found = judged ?? statements.at(-1);
  if (found === undefined) throw new Error('a segment without a statement');
  return found;
}

/** CI services tell cases apart by their names alone. */
function distinct(cases: readonly Case[]): readonly Case[] {
  const seen = new Map<string, number>();
  return cases.map((item) => {
    const count = (seen.get(item.name) ?? 0) + 1;
    seen.set(item.name, count);
    return count === 1 ? item : { ...item, name: `${item.name} (${count})` };
  });
}

function spentMs({ attempts, startedAtMs, endedAtMs = startedAtMs }: PlaceState['state']): number {
  return attempts === 0 ? 0 : endedAtMs - startedAtMs;
}

function sum(items: readonly { readonly spentMs: number }[]): number {
  return items.reduce((total, item) => total + item.spentMs, 0);
}
