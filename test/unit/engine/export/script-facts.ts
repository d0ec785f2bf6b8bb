import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { commandOf, expectationTitle } from '../../../../src/engine/report/lines.ts';
import { placeOf, reduce } from '../../../../src/engine/run/reduce.ts';
import { initialState, type RunState } from '../../../../src/engine/run/state.ts';

/** What a run came to, as far as both the engine and a script say it. */
type Facts = {
  readonly exitCode: number;
  /** In the order in which they were started. */
  readonly commands: readonly string[];
  readonly met: readonly string[];
  /** `file:line` of commands that failed by themselves and of expectations that were not met. */
  readonly wrong: readonly string[];
  readonly totals: string;
};

type ScriptRun = { readonly exitCode: number; readonly stdout: string };

export function factsOfScript({ exitCode, stdout }: ScriptRun): Facts {
  const lines = stdout.split('\n');
  const after = (start: RegExp): readonly string[] => lines.flatMap((line) => start.exec(line)?.[1] ?? []);
  return {
    exitCode,
    commands: after(/^\$ (.*)$/),
    met: after(/^ {2}✓ (?!\S+ deleted$)(.*)$/),
    wrong: after(/^✗ (\S+:\d+) /),
    totals: after(/ in \d+ s: (.*)$/).join(),
  };
}

type EngineRun = { readonly exitCode: number; readonly events: readonly RunEvent[] };

export function factsOfEngine({ events, exitCode }: EngineRun): Facts {
  let now = initialState;
  const started: string[] = [];
  const met: string[] = [];
  const wrong: string[] = [];
  for (const event of events) {
    now = reduce(now, event);
    if (event.type === 'statement-started' && event.attempt === 1)
      started.push(commandIn(now, event.statement));
    if (event.type !== 'statement-finished') continue;
    const found = judgedIn(now, event);
    met.push(...found.met);
    wrong.push(...found.wrong);
  }
  return { exitCode, commands: started, met, wrong, totals: totalsOf(now) };
}

function commandIn(state: RunState, id: string): string {
  const place = placeOf(state, id);
  return place === undefined ? id : commandOf(place.statement);
}

function judgedIn(
  state: RunState,
  { statement, failure }: Extract<RunEvent, { type: 'statement-finished' }>,
) {
  const place = placeOf(state, statement);
  const at = ({
    span,
  }: {
    readonly span: { readonly file: string; readonly start: { readonly line: number } };
  }) => `${span.file}:${span.start.line}`;
  const verdicts = place?.state.verdicts ?? [];
  const own =
    failure === undefined || failure.kind === 'expectations' || place === undefined
      ? []
      : [at(place.statement)];
  const unmet = verdicts.filter(({ judgement }) => !judgement.met).map(({ expectation }) => at(expectation));
  const met = verdicts
    .filter(({ judgement }) => judgement.met)
    .map(({ expectation }) => expectationTitle(expectation));
  return { met, wrong: [...own, ...unmet] };
}

function totalsOf({ totals }: RunState): string {
  const { passed, failed, errored, skipped } = totals.statements;
  const { met, unmet } = totals.expectations;
  const bad = failed + errored;
  const all = passed + bad + skipped;
  const parts = [
    `${passed} passed`,
    ...(bad > 0 ? [`${bad} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const checks = met + unmet;
  const judged = checks === 0 ? '' : unmet === 0 ? ', all met' : `, ${unmet} unmet`;
  return `${counted(all, 'statement')} (${parts.join(', ')}) · ${counted(checks, 'check')}${judged} · ${counted(totals.unchecked, 'statement')} only had to succeed`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
