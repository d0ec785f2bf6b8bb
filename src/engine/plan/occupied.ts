import type { Plan, PlannedItem } from '../model/plan.ts';
import type { Runbook, ShellAction, Wait } from '../model/runbook.ts';
import { plannedBlocksOf, statementsOf } from '../model/statements.ts';
import { localPortOf, portForwardsIn } from '../shell/port-forward.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { assignmentsIn } from '../shell/variables.ts';

type OccupiedOptions = {
  /** Name of the target: contexts count when it is `cluster`, since every run has a sandbox of its own. */
  readonly target: string;
  /** Variables given for this run. */
  readonly env?: Readonly<Record<string, string>>;
};

/** What the numbers are that variables stand for, as far as the text says it. */
type Numbers = ReadonlyMap<string, string>;

/**
 * What a run of a plan takes for itself on this machine and beyond: `port:8080` for a local port that it forwards or
 * waits for, `context:kind-east` for a real cluster. Runs with a key in common must not be at work at the same time.
 * In one fixed order, so that whoever takes them one by one can't wait in a circle.
 */
export function occupied(plan: Plan, { target, env = {} }: OccupiedOptions): readonly string[] {
  const ports = plan.runbooks.flatMap((item) => portsOf(item, { target, env }));
  const contexts = target === 'cluster' ? Object.values(plan.clusters) : [];
  const keys = [...ports.map((port) => `port:${port}`), ...contexts.map((context) => `context:${context}`)];
  return [...new Set(keys)].sort();
}

function portsOf(item: PlannedItem, options: Required<OccupiedOptions>): readonly number[] {
  const actions = statementsOf(plannedBlocksOf(item)).flatMap(({ action }) =>
    action.kind === 'shell' ? [action] : [],
  );
  // Every run asks: what variables hold is read only where something may open a port.
  const opening = actions.filter(({ script, waits }) => waits.length > 0 || script.includes('port-forward'));
  if (opening.length === 0) return [];
  const numbers = numbersOf(item.runbook, actions, options);
  return opening.flatMap((action) => portsOfCommand(action, numbers));
}

function portsOfCommand({ script, waits }: ShellAction, numbers: Numbers): readonly number[] {
  const words = script.includes('port-forward')
    ? portForwardsIn(simpleCommands(script)).flatMap(({ ports }) => ports)
    : [];
  const forwarded = words.flatMap(({ value }) => localPortOf(insert(value, numbers)) ?? []);
  return [...forwarded, ...waits.flatMap((wait) => waitedFor(wait, numbers))];
}

/** A port that is waited for is one that the command above is to open; one of another machine is nobody's here. */
function waitedFor({ for: what }: Wait, numbers: Numbers): readonly number[] {
  switch (what.kind) {
    case 'port':
      return [localPortOf(insert(String(what.port), numbers))].flatMap((port) => port ?? []);
    case 'http': {
      const url = insert(what.url, numbers);
      const port = /^\w+:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?/.exec(url);
      return port === null ? [] : [Number(port[1] ?? (url.startsWith('https') ? 443 : 80))];
    }
    case 'log':
      return [];
    default:
      return what satisfies never;
  }
}

/** Assigned by a command (`PORT=8080`), else given for the run, else the front matter's. */
function numbersOf(
  runbook: Runbook,
  actions: readonly ShellAction[],
  { target, env }: Required<OccupiedOptions>,
): Numbers {
  const declared = Object.entries(runbook.meta.env).map(
    ([name, value]) => [name, typeof value === 'string' ? value : value[target]] as const,
  );
  const known = actions
    .flatMap(({ script }) => assignmentsIn(script))
    .map(({ name, value }) => [name, value.value] as const);
  const all = [...declared, ...Object.entries(env), ...known];
  return new Map(all.flatMap(([name, value]) => (value && /^\d{1,5}$/.test(value) ? [[name, value]] : [])));
}

function insert(text: string, numbers: Numbers): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written, braced, bare) => numbers.get(braced ?? bare) ?? written,
  );
}
