import { isBad } from '../judge/outcome.ts';
import type { Totals } from '../model/event.ts';
import type { ReporterWorld } from '../model/reporter.ts';
import type { Runbook } from '../model/runbook.ts';
import type { TargetFacts } from '../model/target.ts';
import { whyNotStartAt } from '../plan/start-at.ts';
import { gapsOf, gapsOfRun } from '../run/gaps.ts';
import { type RunState, stepOutcomeOf } from '../run/state.ts';
import { gapsText, shownLine } from './gaps-text.ts';
import { leftText } from './left-text.ts';
import { callName, type Lines, shellWord } from './lines.ts';
import { opaqueLines, opaqueWords } from './opaque-text.ts';
import { counted, duration, outcomeMarks, type Paint } from './style.ts';

/** What a run came to: counts, time, and how to run the failed part again. */
export function summaryText(lines: Lines): readonly string[] {
  const { state, paint, options } = lines;
  const { outcome = 'errored', target } = state;
  if (target === undefined) return ['', paint(outcomeMarks[outcome].style, `${outcome}: nothing has run`)];
  const where = target.simulated ? ` on the ${target.name} (simulated)` : '';
  return [
    '',
    `${paint(outcomeMarks[outcome].style, outcomeWords(state))}${where} in ${duration(state.elapsedMs)}: ${countsOf(state).join(' · ')}${opaqueMark(state, paint)}`,
    ...opaqueLines(state).map((line) => paint('yellow', line)),
    ...notRunLines(state),
    ...leftText(lines),
    ...rerunCommands(state, options.world).map((command) => `rerun   ${command}`),
  ];
}

/** In the line that says how a run ended, so that nobody reads that without it. */
function opaqueMark({ opaque }: RunState, paint: Paint): string {
  const words = opaqueWords(opaque);
  return words === undefined ? '' : ` · ${paint(['yellow', 'bold'], words)}`;
}

/** An outcome in words: a run of which nothing ran has not passed, whatever its exit code is. */
export function outcomeWords({ outcome = 'errored' }: Pick<RunState, 'outcome'>): string {
  return outcome === 'skipped' ? 'ran nothing' : outcome;
}

/** Code blocks that are named; the others are counted. */
const mostShown = 5;

/** What did not run, with the places of code blocks that are only shown, and the pages that check nothing. */
export function notRunLines(state: RunState): readonly string[] {
  const runbooks = Object.values(state.runbooks);
  const parts = gapsText(gapsOfRun(state));
  const shown = runbooks.flatMap(({ runbook }) => runbook?.notRun ?? []);
  const unchecked = runbooks.filter((runbook) => gapsOf(runbook).unchecked > 0).map(({ file }) => file);
  const more = shown.length - mostShown;
  return [
    ...(parts.length === 0 ? [] : [`not run ${parts.join(' · ')}`]),
    ...shown.slice(0, mostShown).map((each) => `        ${shownLine(each)}`),
    ...(more > 0 ? [`        … ${more} more`] : []),
    ...(unchecked.length === 0 ? [] : [`nothing is checked in ${unchecked.join(', ')}`]),
  ];
}

/** How many statements and checks there were and how they ended, in words. */
export function countsOf(state: RunState): readonly string[] {
  return [...totalsText(state.totals), ...warningsText([state]), ...byHand(state)];
}

/** How many warnings there were in some runs; nothing of none. */
export function warningsText(runs: readonly Pick<RunState, 'diagnostics'>[]): readonly string[] {
  const warnings = runs.flatMap(({ diagnostics }) =>
    diagnostics.filter((each) => each.severity === 'warning'),
  );
  return warnings.length === 0 ? [] : [counted(warnings.length, 'warning')];
}

/** Statements and checks in words. */
export function totalsText({ statements, expectations, unchecked }: Totals): readonly string[] {
  const ran = Object.entries(statements).filter(([, count]) => count > 0);
  const checks = expectations.met + expectations.unmet;
  return [
    `${counted(sum(Object.values(statements)), 'statement')}${ran.length === 0 ? '' : ` (${ran.map(([name, count]) => `${count} ${name}`).join(', ')})`}`,
    `${counted(checks, 'check')}${checks === 0 ? '' : expectations.unmet === 0 ? ', all met' : `, ${expectations.unmet} unmet`}`,
    `${counted(unchecked, 'statement')} only had to succeed`,
  ];
}

/** What a person changed of the run's course. */
function byHand({ totals, runbooks }: RunState): readonly string[] {
  const states = Object.values(runbooks).flatMap(({ statements }) => statements);
  const passedOver = states.filter((statement) => statement.passedOver).length;
  const returns = sum(Object.values(runbooks).map((runbook) => runbook.returns));
  const reloads = sum(Object.values(runbooks).map((runbook) => runbook.reloads));
  return [
    ...(totals.retried > 0 ? [`${totals.retried} passed on a retry by hand`] : []),
    ...(passedOver > 0 ? [`${counted(passedOver, 'failure')} passed over by hand`] : []),
    ...(returns > 0 ? [`went back to an earlier step by hand${returns > 1 ? ` ${returns} times` : ''}`] : []),
    ...(reloads > 0 ? ['the text was edited while it ran'] : []),
  ];
}

/**
 * Commands that run what did not pass again: a runbook at the first step that did not, or, where that would not work,
 * all of it, with a comment that says why.
 */
export function rerunCommands(
  { runbooks, target }: RunState,
  world: ReporterWorld | undefined,
): readonly string[] {
  return Object.values(runbooks).flatMap((state) => {
    const { file, runbook } = state;
    const bad = runbook?.steps.find((step) => isBad(stepOutcomeOf(state, step) ?? 'skipped'));
    if (runbook === undefined || bad === undefined) return [];
    const all = [callName(world), 'exec', shellWord(file), ...clusterOptions(runbook, target)].join(' ');
    const whole = whyNotStartAt(runbook, bad, target?.name === 'sandbox');
    if (whole !== undefined) return [`${all}   # the whole page: ${whole}`];
    return [runbook.steps[0]?.id === bad.id ? all : `${all} --from ${bad.id}`];
  });
}

/** Contexts that were chosen for the run instead of those of the page. */
function clusterOptions({ meta }: Runbook, target: TargetFacts | undefined): readonly string[] {
  const chosen = target?.clusters.filter(
    ({ variable, context }) => Object.hasOwn(meta.clusters, variable) && meta.clusters[variable] !== context,
  );
  return (chosen ?? []).map(({ variable, context }) => `--cluster ${shellWord(`${variable}=${context}`)}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
