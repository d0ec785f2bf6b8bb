import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlannedItem } from '../model/plan.ts';
import { plannedBlocksOf, statementsOf } from '../model/statements.ts';
import { factsOf } from '../plan/statement-facts.ts';

/** Secrets that a runbook declares, that its environment does not have, and that none of its commands sets. */
export function missingSecrets(
  item: PlannedItem,
  environment: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  const { secrets, spans } = item.runbook.meta;
  const missing = secrets.filter((name) => !environment[name]);
  if (missing.length === 0) return [];
  const facts = statementsOf(plannedBlocksOf(item)).map(factsOf);
  if (facts.some(({ opaque }) => opaque)) return [];
  const set = new Set(facts.flatMap(({ sets }) => sets));
  const span = spans.secrets;
  return missing
    .filter((name) => !set.has(name))
    .map((name) => ({
      code: 'target/secret-missing',
      severity: 'error',
      message: `${item.runbook.source.file} declares the secret \`${name}\`, but it has no value`,
      hint: `Set it in the environment: \`${name}=… runbook exec …\`; or take it out of \`secrets:\`.`,
      ...(span === undefined ? {} : { span }),
    }));
}
