import { factsOf } from '../plan/statement-facts.ts';
import { runCommands, type StatementIn } from './commands.ts';
import { declaredNames, isGivenName, spanOfRead } from './names-given.ts';
import type { Rule } from './rule.ts';

/** Finds variables of a cleanup that nothing on the page sets: with an empty `$DIR`, `rm -rf $DIR/*` is `rm -rf /*`. */
export const unsetInCleanup: Rule = {
  code: 'parse/unset-in-cleanup',
  severity: 'warning',
  check(page, report) {
    if (!page.shells.some(({ fence }) => fence.cleanup && !fence.inert)) return;
    const all = runCommands(page).map((each) => ({ ...each, facts: factsOf(each.statement) }));
    // A file that is read, or text that is run, may set anything.
    if (all.some(({ facts }) => facts.opaque)) return;
    const known = declaredNames(page);
    for (const { fence, facts } of all) if (!fence.cleanup) for (const name of facts.sets) known.add(name);
    for (const { facts, ...statement } of inOrderOfCleanup(all)) {
      for (const name of facts.reads.filter((read) => !known.has(read) && !isGivenName(read))) {
        const message = `Nothing on the page sets \`$${name}\`, which this cleanup uses: it may be empty.`;
        const hint = `Set it in a command above or under \`env:\`, or write \`\${${name}:?}\`, which stops when it is empty.`;
        report({ message, hint, span: spanOfRead(statement, name) });
        known.add(name);
      }
      for (const name of facts.sets) known.add(name);
    }
  },
};

/** The statements of cleanup blocks as they run: the last block first. */
function inOrderOfCleanup<S extends StatementIn>(all: readonly S[]): readonly S[] {
  const blocks = Map.groupBy(
    all.filter(({ fence }) => fence.cleanup),
    ({ fence }) => fence,
  );
  return [...blocks.values()].toReversed().flat();
}
