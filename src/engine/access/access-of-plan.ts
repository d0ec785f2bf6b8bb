import { acceptsExit } from '../expectations/judge-expectation.ts';
import type { AccessNeed } from '../model/access.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import type { PlacedStatement } from '../model/statements.ts';
import { asksOfStatement, namespaceMadeBy, type PlacedAsk } from './asks-of-statement.ts';
import { type WalkOptions, walkSession } from './walk-session.ts';

/**
 * What the commands and manifests of a plan will ask of the clusters' APIs, in the order in which they run, cleanup
 * last. What can't be known from the text isn't in it; what the page may do without has a doubt.
 */
export function accessOf({ runbooks }: Plan, options: WalkOptions): readonly AccessNeed[] {
  const rights = new Rights();
  return runbooks.flatMap((item) => accessOfRunbook(item, options, rights));
}

function accessOfRunbook(item: PlannedItem, options: WalkOptions, rights: Rights): readonly AccessNeed[] {
  const required = item.reason === 'required' ? requiredOnly : undefined;
  const needs: AccessNeed[] = [];
  for (const { placed, session } of walkSession(item, options)) {
    const { asks, unread } = asksOfStatement(placed, session);
    const { span } = placed.statement;
    const counting = mayFail(placed) ? [] : asks.filter(({ excused }) => excused !== true);
    for (const ask of counting) {
      const { makes: _, ...need } = ask;
      needs.push({ ...need, ...doubtIn([required, ask.doubt, rights.doubtOf(ask)]), span });
    }
    for (const ask of asks) rights.note(ask);
    if (unread) rights.mayGrow();
  }
  return needs;
}

function doubtIn(doubts: readonly (string | undefined)[]): Pick<AccessNeed, 'doubt'> {
  const doubt = doubts.find((each) => each !== undefined);
  return doubt === undefined ? {} : { doubt };
}

const requiredOnly = 'its page is run only if its result is not there yet';

/** Whether a check expects a statement to fail, so that to be refused may be what the page shows. */
function mayFail({ segment, statement }: PlacedStatement): boolean {
  const judged = segment.statements.at(-1) === statement;
  const refused = { status: 1, ofStatement: 1, final: true, judged, isSearch: false, isCount: false };
  return segment.expectations.some((expectation) => acceptsExit(expectation, refused));
}

/** What a page does that may change what its reader is allowed to do. */
class Rights {
  readonly #namespaces = new Set<string>();
  #mayHaveGrown = false;

  /** Something unknown was done on a cluster. */
  mayGrow(): void {
    this.#mayHaveGrown = true;
  }

  note(ask: PlacedAsk): void {
    const { verbs, resource } = ask;
    const word = typeof resource === 'string' ? resource : resource.kind;
    if (/^(?:cluster)?role(?:binding)?s?\b/i.test(word) && !verbs.includes('get')) this.#mayHaveGrown = true;
    const namespace = namespaceMadeBy(ask);
    if (namespace !== undefined) this.#namespaces.add(`${ask.context} ${namespace}`);
  }

  doubtOf({ context, namespace }: PlacedAsk): string | undefined {
    if (this.#mayHaveGrown) return 'something that the page does before may grant it';
    return namespace !== undefined && this.#namespaces.has(`${context} ${namespace}`)
      ? 'the page makes the namespace, and who makes one may have more rights in it'
      : undefined;
  }
}
