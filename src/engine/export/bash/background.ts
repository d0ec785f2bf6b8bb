import { builtInReadiness, type Readiness } from '../../execute/background-command.ts';
import { asksForEnd, callsAny, endingFunctions, parseKill } from '../../execute/kill-command.ts';
import type { Runbook, ShellAction, Statement } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { mayStartJob } from '../../shell/jobs.ts';
import { secondsOf, word } from './words.ts';

/** How long a command may take that is known to say when it is ready, as in the engine. */
const builtInWithinMs = 30_000;

/** The lines below a background command that wait for it. `limitMs` is what one try may take. */
export function readinessText({ script, waits }: ShellAction, limitMs: number): readonly string[] {
  const builtIn = builtInReadiness(script).map((readiness) => ({
    for: readiness,
    withinMs: builtInWithinMs,
  }));
  const probes = waits.length > 0 ? waits : builtIn;
  if (probes.length === 0) return ['rb_launched'];
  return probes.map((probe) => {
    const seconds = String(secondsOf(Math.min(probe.withinMs, limitMs)));
    return ['rb_await', seconds, ...probeWords(probe.for)].map(word).join(' ');
  });
}

function probeWords(readiness: Readiness): readonly string[] {
  switch (readiness.kind) {
    case 'forwarding':
      return ['rb_is_forwarding', String(readiness.ports)];
    case 'serving':
      return ['rb_is_serving'];
    case 'log':
      return ['rb_is_logging', readiness.text];
    case 'port':
      return ['rb_is_listening', String(readiness.port)];
    case 'http':
      return ['rb_is_answering', readiness.url];
    default:
      return readiness satisfies never;
  }
}

/** What a statement has to do with background jobs, as words of `rb_try`. */
export function jobWords(statement: Statement, enders: ReadonlySet<string>): readonly string[] {
  const { action } = statement;
  if (action.kind !== 'shell') return [];
  const calls = callsAny(action.script, enders);
  const kind = action.background ? ['background'] : mayStartJob(action.script) ? ['jobs'] : [];
  const asked = calls || asksForEnd(action.script) ? ['asked'] : [];
  const kill = parseKill(action.script) ?? (calls ? vague : undefined);
  if (kill === undefined) return [...kind, ...asked];
  const numbers = kill.numbers.map((number) => `%${number}`);
  const variables = kill.variables.map((name) => `$${name}`);
  const targets = [...numbers, ...kill.pids.map(String), ...variables];
  return [
    ...kind,
    ...asked,
    `kills=${[...(kill.certain ? [] : ['maybe']), ...targets].join(' ') || 'maybe'}`,
  ];
}

const vague = { numbers: [], pids: [], variables: [], certain: false };

/** Names of the functions of a runbook that end jobs when they are called. */
export function enderNames(runbook: Runbook): ReadonlySet<string> {
  return new Set(scriptsOf(runbook).flatMap((script) => endingFunctions(script)));
}

/** Whether anything of a runbook may run in the background. */
export function hasJobs(runbook: Runbook): boolean {
  return scriptsOf(runbook).some((script) => mayStartJob(script));
}

/** The texts of all shell statements of a runbook. */
export function scriptsOf(runbook: Runbook): readonly string[] {
  return statementsOf(blocksOf(runbook)).flatMap(({ action }) =>
    action.kind === 'shell' ? [action.script] : [],
  );
}
