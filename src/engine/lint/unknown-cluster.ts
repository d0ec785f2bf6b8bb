import { nearest } from '../diagnostics/nearest.ts';
import type { Step } from '../model/runbook.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';
import { spanOf } from '../parse/lines.ts';
import type { Fault, Rule } from './rule.ts';

/** `--context $NAME`, in quotes and braces or without. */
const context = /--context(?:=|\s+)["']?\$\{?([A-Za-z_]\w*)/g;

/** Assignments, loops and `read`: whatever may give a variable a value. */
const assigned =
  /(?:^|[\s;&|(])([A-Za-z_]\w*)\+?=|\b(?:for|select)\s+([A-Za-z_]\w*)|\bread\s+(?:-\w+\s+)*([A-Za-z_]\w*)/g;

/**
 * Finds a context that is a variable which nothing sets: kubectl would take the next word for its name. Only a page
 * that declares its clusters says which there are.
 */
export const unknownCluster: Rule = {
  code: 'parse/unknown-cluster',
  severity: 'warning',
  check({ lines, runbook: { meta, steps } }, report) {
    const declared = Object.keys(meta.clusters);
    if (declared.length === 0) return;
    const known = new Set([...declared, ...Object.keys(meta.env), ...assignedIn(steps)]);
    for (const { span } of commandsIn(steps)) {
      const text = lines.text.slice(span.start.offset, span.end.offset);
      for (const match of text.matchAll(context)) {
        const name = match[1] ?? '';
        if (known.has(name)) continue;
        const to = span.start.offset + match.index + match[0].length;
        report({ ...wording(name, declared), span: spanOf(lines, to - name.length, to) });
      }
    }
  },
};

function wording(name: string, declared: readonly string[]): Pick<Fault, 'message' | 'hint'> {
  const near = nearest(name, declared);
  const hint = near
    ? `Did you mean \`$${near}\`?`
    : `Add \`${name}: my-context\` to \`clusters:\` in the front matter, or set it in a command above.`;
  const message = `Nothing sets \`$${name}\`: it is neither declared under \`clusters:\` nor assigned in a block.`;
  return { message, hint };
}

function commandsIn(steps: readonly Step[]) {
  const blocks = blocksOf({ steps }).filter(({ options }) => options.skip === undefined);
  return statementsOf(blocks).filter(({ action }) => action.kind === 'shell');
}

function assignedIn(steps: readonly Step[]): readonly string[] {
  return commandsIn(steps).flatMap(({ action }) =>
    action.kind === 'shell'
      ? [...action.script.matchAll(assigned)].flatMap(([, ...names]) =>
          names.filter((name) => name !== undefined),
        )
      : [],
  );
}
