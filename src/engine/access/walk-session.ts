import type { PlannedItem } from '../model/plan.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import type { ClusterFacts } from '../model/target.ts';
import { commandsRun, KnownNames } from '../shell/calls.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { shellNames } from '../shell/variables.ts';
import type { Session } from './asks-of-statement.ts';
import { KnownValues } from './known-values.ts';

export type WalkOptions = {
  readonly clusters: readonly ClusterFacts[];
  /** What the session of a runbook starts with. */
  readonly environmentOf: (item: PlannedItem) => Readonly<Record<string, string>>;
};

/** The statements of a runbook that will run, cleanup last, each with what is known of the session where it stands. */
export function* walkSession(
  item: PlannedItem,
  { clusters, environmentOf }: WalkOptions,
): Generator<{ readonly placed: PlacedStatement; readonly session: Session }> {
  const contexts = [...new Set(clusters.map(({ context }) => context))];
  const values = new KnownValues(environmentOf(item));
  const names = new KnownNames();
  let session: Session = { contexts, values, names, current: contexts[0], ownNamespace: true };
  for (const placed of inOrder(item)) {
    const { action } = placed.statement;
    if (action.kind === 'shell') names.learn(action.script);
    yield { placed, session };
    if (action.kind === 'shell') session = after(action.script, session);
  }
}

/** The statements that will run, those of cleanup last. */
function inOrder({ runbook, skipped }: PlannedItem): readonly PlacedStatement[] {
  const planned = placedStatementsOf(runbook).filter(({ block }) => skipped[block.id] === undefined);
  return [
    ...planned.filter(({ block }) => !block.options.cleanup),
    ...planned.filter(({ block }) => block.options.cleanup),
  ];
}

/** What a statement changes of where kubectl goes, and of what variables hold. */
function after(script: string, session: Session): Session {
  const { values, names } = session;
  values.learn(script);
  if (shellNames(script).sets.some(({ name }) => name === 'KUBECONFIG')) return { ...session, contexts: [] };
  const commands = commandsRun(script, names);
  const opaque = commands.some(
    ({ name, opaque, place }) => !place.subshell && (opaque || name === 'source' || name === '.'),
  );
  if (opaque) values.forget();
  const moves = opaque || commands.some((command) => movesKubectl(command));
  return moves ? { ...session, current: undefined, ownNamespace: false } : session;
}

const looking: ReadonlySet<string> = new Set([
  'current-context',
  'get-clusters',
  'get-contexts',
  'get-users',
  'view',
]);

/** Whether kubectl goes elsewhere behind a command, when it is told nothing. */
function movesKubectl(command: ReturnType<typeof commandsRun>[number]): boolean {
  if (command.name === 'kubectx' || command.name === 'kubens') return true;
  const line = readKubectl(command);
  return line?.verb === 'config' && !looking.has(line.subverb ?? '');
}
