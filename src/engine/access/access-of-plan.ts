import { acceptsExit } from '../expectations/judge-expectation.ts';
import type { AccessNeed } from '../model/access.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import type { ClusterFacts } from '../model/target.ts';
import { commandsRun, KnownNames } from '../shell/calls.ts';
import { readKubectl } from '../shell/kubectl.ts';
import { shellNames } from '../shell/variables.ts';
import { asksOfStatement, type PlacedAsk, type Session } from './asks-of-statement.ts';
import { KnownValues } from './known-values.ts';

type AccessOptions = {
  readonly clusters: readonly ClusterFacts[];
  /** What the session of a runbook starts with. */
  readonly environmentOf: (item: PlannedItem) => Readonly<Record<string, string>>;
};

/**
 * What the commands and manifests of a plan will ask of the clusters' APIs, in the order in which they run, cleanup
 * last. What can't be known from the text isn't in it; what the page may do without has a doubt.
 */
export function accessOf({ runbooks }: Plan, options: AccessOptions): readonly AccessNeed[] {
  const rights = new Rights();
  return runbooks.flatMap((item) => accessOfRunbook(item, options, rights));
}

function accessOfRunbook(
  item: PlannedItem,
  { clusters, environmentOf }: AccessOptions,
  rights: Rights,
): readonly AccessNeed[] {
  const contexts = [...new Set(clusters.map(({ context }) => context))];
  const values = new KnownValues(environmentOf(item));
  const names = new KnownNames();
  let session: Session = { contexts, values, names, current: contexts[0], ownNamespace: true };
  const needs: AccessNeed[] = [];
  for (const placed of inOrder(item)) {
    const { action, span } = placed.statement;
    if (action.kind === 'shell') names.learn(action.script);
    const { asks, unread } = asksOfStatement(placed, session);
    const excuse = item.reason === 'required' ? requiredOnly : undefined;
    for (const ask of mayFail(placed) ? [] : asks) {
      const { makes: _, ...need } = ask;
      needs.push({ ...need, ...doubtIn([excuse, ask.doubt, rights.doubtOf(ask)]), span });
    }
    for (const ask of asks) rights.note(ask);
    if (unread) rights.mayGrow();
    if (action.kind === 'shell') session = after(action.script, session);
    if (session.contexts.length === 0) break;
  }
  return needs;
}

function doubtIn(doubts: readonly (string | undefined)[]): Pick<AccessNeed, 'doubt'> {
  const doubt = doubts.find((each) => each !== undefined);
  return doubt === undefined ? {} : { doubt };
}

/** The statements that will run, those of cleanup last. */
function inOrder({ runbook, skipped }: PlannedItem): readonly PlacedStatement[] {
  const planned = placedStatementsOf(runbook).filter(({ block }) => skipped[block.id] === undefined);
  return [
    ...planned.filter(({ block }) => !block.options.cleanup),
    ...planned.filter(({ block }) => block.options.cleanup),
  ];
}

const requiredOnly = 'its page is run only if its result is not there yet';

/** Whether a check expects a statement to fail, so that to be refused may be what the page shows. */
function mayFail({ segment, statement }: PlacedStatement): boolean {
  const judged = segment.statements.at(-1) === statement;
  const refused = { status: 1, ofStatement: 1, final: true, judged, isSearch: false, isCount: false };
  return segment.expectations.some((expectation) => acceptsExit(expectation, refused));
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

/** What a page does that may change what its reader is allowed to do. */
class Rights {
  readonly #namespaces = new Set<string>();
  #mayHaveGrown = false;

  /** Something unknown was done on a cluster. */
  mayGrow(): void {
    this.#mayHaveGrown = true;
  }

  note({ context, verbs, resource, makes }: PlacedAsk): void {
    const word = typeof resource === 'string' ? resource : resource.kind;
    if (/^(?:cluster)?role(?:binding)?s?\b/i.test(word) && !verbs.includes('get')) this.#mayHaveGrown = true;
    if (/^(?:namespaces?|ns)$/i.test(word) && makes !== undefined)
      this.#namespaces.add(`${context} ${makes}`);
  }

  doubtOf({ context, namespace }: PlacedAsk): string | undefined {
    if (this.#mayHaveGrown) return 'something that the page does before may grant it';
    return namespace !== undefined && this.#namespaces.has(`${context} ${namespace}`)
      ? 'the page makes the namespace, and who makes one may have more rights in it'
      : undefined;
  }
}
