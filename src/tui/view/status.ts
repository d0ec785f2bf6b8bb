import { isBad } from '../../engine/judge/outcome.ts';
import type { Pause } from '../../engine/model/control.ts';
import type { Outcome } from '../../engine/model/output.ts';
import type { Step } from '../../engine/model/runbook.ts';
import { statementsOf } from '../../engine/model/statements.ts';
import { counted, duration } from '../../engine/report/style.ts';
import { leftOut } from '../../engine/run/gaps.ts';
import { type RunbookState, type StatementState, stateOf, stepOutcomeOf } from '../../engine/run/state.ts';
import { styles } from '../text/styles.ts';
import { keyOf, type View } from './view.ts';

/** A step and the runbook it belongs to. */
export type StepPlace = { readonly runbook: RunbookState; readonly step: Step };

/** A statement, by id, and its runbook. */
export type StatementPlace = { readonly runbook: RunbookState; readonly id: string };

/** How something stands: a mark, its style, and the same in words. */
export type Status = { readonly mark: string; readonly style: string; readonly words: string };

const outcomes: Readonly<Record<Outcome, Status>> = {
  passed: { mark: '✓', style: styles.good, words: '' },
  failed: { mark: '✗', style: styles.badStrong, words: 'failed' },
  errored: { mark: '!', style: styles.badStrong, words: 'errored' },
  skipped: { mark: '-', style: styles.faint, words: 'skipped' },
  cancelled: { mark: '■', style: styles.warn, words: 'cancelled' },
};

export const pending: Status = { mark: '·', style: styles.faint, words: '' };

const pauses: Readonly<Record<Pause['why'], string>> = {
  step: 'paused',
  asked: 'paused',
  failure: 'failed',
  manual: 'your turn',
  confirm: 'asks',
  reloaded: 'reloaded',
};

export function outcomeStatus(outcome: Outcome): Status {
  return outcomes[outcome];
}

/** A state of the run as a whole, in words for the top of the screen. */
function pauseStatus({ why }: Pause): Status {
  const failed = why === 'failure';
  return {
    mark: failed ? '✗' : '‖',
    style: failed ? styles.badStrong : styles.warnStrong,
    words: pauses[why],
  };
}

/** @param nowMs Milliseconds since the run started. */
export function statementStatus(view: View, { runbook, id }: StatementPlace, nowMs: number): Status {
  const state = stateOf(runbook, id);
  const isCurrent = runbook.file === view.run.current;
  if (isCurrent && view.statement === id) return atWork(view, state, nowMs);
  const { pause } = view.run;
  if (isCurrent && pause?.statement === id && pause.why !== 'failure') return pauseStatus(pause);
  if (state.outcome === undefined) return pending;
  const status = outcomeStatus(state.outcome);
  const ready = view.ready[keyOf(runbook.file, id)] === undefined ? undefined : 'ready';
  const spent = state.attempts === 0 ? undefined : duration(tookMs(state));
  const said = state.outcome === 'passed' || state.outcome === 'skipped' ? state.reason : undefined;
  return { ...status, words: listed(status.words, said, tries(state), ready, spent) };
}

export function stepStatus(view: View, { runbook, step }: StepPlace, nowMs: number): Status {
  const { pause } = view.run;
  const isCurrent = runbook.file === view.run.current;
  if (isCurrent && pause?.step === step.id) return pauseStatus(pause);
  if (isCurrent && view.step === step.id)
    return { ...running, words: runningWords(view, { runbook, step }, nowMs) };
  const finished = stepOutcomeOf(runbook, step);
  if (finished === undefined) {
    const later = step.blocks.every(({ options }) => options.cleanup);
    return later ? { ...pending, words: 'at the end' } : pending;
  }
  const status = outcomeStatus(finished);
  const spent = stepTook(runbook, step);
  const left = finished === 'passed' ? leftOut(runbook, step.blocks).length : 0;
  const notRun = left === 0 ? undefined : `${counted(left, 'block')} not run`;
  return { ...status, words: listed(status.words, notRun, spent === 0 ? undefined : duration(spent)) };
}

const running: Status = { mark: '▸', style: styles.accentStrong, words: '' };

function atWork(view: View, state: StatementState, nowMs: number): Status {
  if (view.retryAtMs !== undefined) {
    const left = Math.max(0, Math.ceil((view.retryAtMs - nowMs) / 1000));
    return { mark: '…', style: styles.warn, words: `try ${state.attempts} · again in ${left} s` };
  }
  const attempt = state.attempts > 1 ? `try ${state.attempts} · ` : '';
  return { ...running, words: `${attempt}${runningFor(nowMs - state.startedAtMs)}` };
}

function runningWords(view: View, { runbook, step }: StepPlace, nowMs: number): string {
  const at = view.statement === undefined ? undefined : stateOf(runbook, view.statement);
  const spent = stepTook(runbook, step) + (at === undefined ? 0 : Math.max(0, nowMs - at.startedAtMs));
  return runningFor(spent);
}

/** Tenths of a running clock would only flicker. */
function runningFor(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')];
  if (seconds === 0) return 'running';
  return minutes === 0 ? `running ${seconds} s` : `running ${minutes} m ${rest} s`;
}

function stepTook(runbook: RunbookState, step: Step): number {
  return statementsOf(step.blocks).reduce((sum, { id }) => sum + tookMs(stateOf(runbook, id)), 0);
}

/** Pauses between tries included; 0 while it is at work. */
export function tookMs({ attempts, startedAtMs, endedAtMs = startedAtMs }: StatementState): number {
  return attempts === 0 ? 0 : endedAtMs - startedAtMs;
}

function tries({ attempts, retries, outcome, passedOver }: StatementState): string | undefined {
  const said = listed(
    attempts > 1 ? `${attempts} tries` : undefined,
    retries > 0 ? `retried by hand` : undefined,
    passedOver && outcome !== undefined && isBad(outcome) ? 'passed over' : undefined,
  );
  return said === '' ? undefined : said;
}

function listed(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
