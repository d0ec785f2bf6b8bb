import { builtInReadiness, type Readiness } from '../../execute/background-command.ts';
import { expectedEnds, parseKill } from '../../execute/kill-command.ts';
import type { Runbook, ShellAction, Statement } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { commandsRun, KnownNames } from '../../shell/calls.ts';
import { variablesIn } from '../../shell/expand.ts';
import { mayStartJob } from '../../shell/jobs.ts';
import { secondsOf, word } from './words.ts';

/** How long a command may take that is known to say when it is ready, as in the engine. */
const builtInWithinMs = 30_000;

/** The lines below a background command that wait for it. `limitMs` is what one try may take. */
export function readinessText(
  { script, waits }: ShellAction,
  limitMs: number,
  known: KnownNames,
): readonly string[] {
  const builtIn = builtInReadiness(commandsRun(script, known)).map((readiness) => ({
    for: readiness,
    withinMs: builtInWithinMs,
  }));
  const probes = waits.length > 0 ? waits : builtIn;
  if (probes.length === 0) return ['rb_launched'];
  return probes.map((probe) => {
    const seconds = String(secondsOf(Math.min(probe.withinMs, limitMs)));
    return ['rb_await', seconds, ...probeWords(probe.for)].map(valueWord).join(' ');
  });
}

function probeWords(readiness: Readiness): readonly string[] {
  switch (readiness.kind) {
    case 'forwarding':
      return ['rb_is_forwarding', String(Math.max(1, readiness.ports.length))];
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

/** A text as one word, with the values of its variables. */
function valueWord(text: string): string {
  return variablesIn(text).length === 0 ? word(text) : `"${text.replaceAll(/["\\`]/g, '\\$&')}"`;
}

/** What a statement has to do with background jobs, as words of `rb_try`. */
export function jobWords(statement: Statement, known: KnownNames): readonly string[] {
  const { action } = statement;
  if (action.kind !== 'shell') return [];
  const commands = commandsRun(action.script, known);
  const kind = action.background ? ['background'] : mayStartJob(action.script) ? ['jobs'] : [];
  const ends = expectedEnds(commands);
  const isAsked = ends.others || [ends.numbers, ends.pids, ends.variables].some((each) => each.length > 0);
  const asked = isAsked ? ['asked'] : [];
  const kill = parseKill(commands);
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

/** What the statements of a runbook give names to. */
export function namesOf(runbook: Runbook): KnownNames {
  const known = new KnownNames();
  for (const script of scriptsOf(runbook)) known.learn(script);
  return known;
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
