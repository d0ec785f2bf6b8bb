import type { Plan } from '../model/plan.ts';
import type { ApplyAction } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { type AskPlace, asksOfStatement, namespaceMadeBy, placeOfAction } from './asks-of-statement.ts';
import { type WalkOptions, walkSession } from './walk-session.ts';

/** A manifest that a plan applies. */
type PlannedManifest = {
  readonly action: ApplyAction;
  readonly span: Span;
  /** Undefined where the text doesn't tell. */
  readonly place: AskPlace | undefined;
  /** Namespaces that the plan makes before, as `context name`. */
  readonly namespaces: ReadonlySet<string>;
};

/** The manifests that a plan applies, in order, each with where it goes. */
export function manifestsOf({ runbooks }: Plan, options: WalkOptions): readonly PlannedManifest[] {
  const namespaces = new Set<string>();
  return runbooks.flatMap((item) => {
    const found: PlannedManifest[] = [];
    for (const { placed, session } of walkSession(item, options)) {
      const { action, span } = placed.statement;
      if (action.kind === 'apply') {
        const place = placeOfAction(action, session);
        found.push({ action, span, place, namespaces: new Set(namespaces) });
      }
      for (const ask of asksOfStatement(placed, session).asks) {
        const made = namespaceMadeBy(ask);
        if (made !== undefined) namespaces.add(`${ask.context} ${made}`);
      }
    }
    return found;
  });
}
