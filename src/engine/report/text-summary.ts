import { isBad } from '../judge/outcome.ts';
import type { Totals } from '../model/event.ts';
import type { Outcome } from '../model/output.ts';
import type { RunbookState, RunState } from '../run/state.ts';
import { leftText } from './left-text.ts';
import type { Lines } from './lines.ts';
import { counted, duration, outcomeMarks } from './style.ts';

/** What a run came to: counts, time, and how to run the failed part again. */
export function summaryText(lines: Lines): readonly string[] {
  const { state, paint } = lines;
  const { outcome = 'errored', target } = state;
  if (target === undefined) return ['', paint(outcomeMarks[outcome].style, `${outcome}: nothing has run`)];
  const where = target.simulated ? ` on the ${target.name} (simulated)` : '';
  return [
    '',
    `${paint(outcomeMarks[outcome].style, outcome)}${where} in ${duration(state.elapsedMs)}: ${countsOf(state).join(' · ')}`,
    ...leftText(lines),
    ...Object.values(state.runbooks)
      .flatMap(rerunCommands)
      .map((command) => `rerun   ${command}`),
  ];
}

/** How many statements and checks there were and how they ended, in words. */
export function countsOf(state: RunState): readonly string[] {
  const warnings = state.diagnostics.filter(({ severity }) => severity === 'warning').length;
  const warned = warnings === 0 ? [] : [counted(warnings, 'warning')];
  return [...totalsText(state.totals), ...warned, ...byHand(state)];
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
  const reloads = sum(Object.values(runbooks).map((runbook) => runbook.reloads));
  return [
    ...(totals.retried > 0 ? [`${totals.retried} passed on a retry by hand`] : []),
    ...(passedOver > 0 ? [`${counted(passedOver, 'failure')} passed over by hand`] : []),
    ...(reloads > 0 ? ['the text was edited while it ran'] : []),
  ];
}

/** The command that starts a runbook again at the first step that did not pass; none when all did. */
export function rerunCommands({ file, runbook, steps }: RunbookState): readonly string[] {
  const bad = runbook?.steps.find(({ id }) => isBad(steps[id]?.outcome ?? ('skipped' satisfies Outcome)));
  return bad === undefined ? [] : [`runbook exec ${file} --from ${bad.id}`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
