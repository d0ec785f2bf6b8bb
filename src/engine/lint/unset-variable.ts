import { factsOf } from '../plan/statement-facts.ts';
import { runCommands } from './commands.ts';
import { declaredNames, isGivenName, spanOfRead } from './names-given.ts';
import type { Rule } from './rule.ts';
import { contextsIn } from './unknown-cluster.ts';

/** Finds variables that nothing on the page sets: a typing error, or something that a reader has to know. */
export const unsetVariable: Rule = {
  code: 'parse/unset-variable',
  severity: 'warning',
  check(page, report) {
    const all = runCommands(page).map((each) => ({ ...each, facts: factsOf(each.statement) }));
    // A file that is read, or text that is run, may set anything.
    if (all.some(({ facts }) => facts.opaque)) return;
    const known = declaredNames(page);
    const declaresClusters = Object.keys(page.runbook.meta.clusters).length > 0;
    for (const { facts } of all) for (const name of facts.sets) known.add(name);
    for (const { facts, ...statement } of all) {
      // What a cleanup would do without a value is said apart.
      if (statement.fence.cleanup) continue;
      const contexts = declaresClusters ? contextsIn(statement.unit).map(({ value }) => value) : [];
      for (const name of facts.reads.filter((read) => !known.has(read) && !isGivenName(read))) {
        // A cluster of the page is asked for, which is said apart.
        if (contexts.some((value) => value === `$${name}` || value === `\${${name}}`)) continue;
        const message = `Nothing on the page sets \`$${name}\`: without a value of the caller's it is empty.`;
        const hint = `Set it in a command above, or declare it under \`inputs:\` or \`env:\`; \`\${${name}:-}\` may be empty.`;
        report({ message, hint, span: spanOfRead(statement, name) });
        known.add(name);
      }
    }
  },
};
