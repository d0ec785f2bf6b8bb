import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../model/plan.ts';
import { plannedBlocksOf, statementsOf } from '../model/statements.ts';
import { factsOf } from '../plan/statement-facts.ts';

/** What a runbook's session starts with. */
type EnvironmentOf = (item: PlannedItem) => Readonly<Record<string, string>>;

/**
 * Secrets that runbooks declare, or that were asked to be masked, that an environment does not have, and that no command
 * of the page sets: what was to be hidden may be there under another name.
 */
export function missingSecrets(
  { runbooks }: Plan,
  environmentOf: EnvironmentOf,
  masked: readonly string[],
): readonly Diagnostic[] {
  const lacking = (item: PlannedItem, names: readonly string[]) =>
    missingIn(item, environmentOf(item), names);
  return [
    ...runbooks.flatMap((item) =>
      lacking(item, item.runbook.meta.secrets).map((name) => declaredMissing(item, name)),
    ),
    ...masked
      .filter((name) => runbooks.every((item) => lacking(item, [name]).length > 0))
      .map((name) => maskedMissing(name)),
  ];
}

/** Which of some names have no value and get none, as far as that can be known. */
function missingIn(
  item: PlannedItem,
  environment: Readonly<Record<string, string>>,
  names: readonly string[],
): readonly string[] {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length === 0) return [];
  const facts = statementsOf(plannedBlocksOf(item)).map(factsOf);
  if (facts.some(({ opaque }) => opaque)) return [];
  const set = new Set(facts.flatMap(({ sets }) => sets));
  return missing.filter((name) => !set.has(name));
}

function declaredMissing({ runbook: { source, meta } }: PlannedItem, name: string): Diagnostic {
  const span = meta.spans.secrets;
  return {
    code: 'target/secret-missing',
    severity: 'error',
    message: `${source.file} declares the secret \`${name}\`, but it has no value`,
    hint: `Set it in the environment: \`${name}=… runbook exec …\`; or take it out of \`secrets:\`.`,
    ...(span === undefined ? {} : { span }),
  };
}

function maskedMissing(name: string): Diagnostic {
  return {
    code: 'target/secret-missing',
    severity: 'error',
    message: `\`${name}\` is to be masked, but it has no value`,
    hint: 'See whether `--mask` names it as the environment does, or leave it out.',
  };
}
