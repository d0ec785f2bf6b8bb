import type { Edit, Range } from '../../format/edits.ts';
import type { Runbook } from '../../model/runbook.ts';
import type { Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { clusterVariables } from './cluster-variables.ts';

/** Contexts by the variable that holds their name. */
export type Contexts = Readonly<Record<string, string>>;

/**
 * Declares the clusters that a runbook's commands use and its front matter doesn't name. Which context is meant the
 * text rarely says: what isn't given is a guess, marked as one.
 */
export function declareClusters(
  runbook: Runbook,
  { lines, lineEnd }: ImportSource,
  head: Range | undefined,
  contexts: Contexts,
): { readonly edits: readonly Edit[]; readonly remarks: readonly Remark[] } {
  const found = Object.keys(runbook.meta.clusters).length > 0 ? [] : clusterVariables(runbook);
  const unused = unusedNotes(
    found.map(({ name }) => name),
    contexts,
  );
  if (found.length === 0) return { edits: [], remarks: unused };
  const rows = found.map(({ name }) => {
    const given = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
    return given === undefined
      ? `  ${name}: ${guess(name)} # suggested: the context that is meant`
      : `  ${name}: ${quoted(given)}`;
  });
  const text = ['clusters:', ...rows, ''].join(lineEnd);
  const at = head?.to ?? lines.starts[0] ?? 0;
  const edit = { from: at, to: at, text: head ? text : `---${lineEnd}${text}---${lineEnd}${lineEnd}` };
  const guessed = found.filter(({ name }) => !Object.hasOwn(contexts, name));
  return {
    edits: [edit],
    remarks: [
      ...unused,
      ...guessed.map(
        ({ name, at: from }): Remark => ({
          kind: 'suggestion',
          at: { from, to: from },
          message: `Nothing says which context \`$${name}\` is: name it in the front matter, or give \`--cluster ${name}=…\`.`,
          suggested: `clusters: { ${name}: ${guess(name)} }`,
        }),
      ),
    ],
  };
}

function guess(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function quoted(context: string): string {
  return /^[\w.@/-]+$/.test(context) ? context : JSON.stringify(context);
}

function unusedNotes(used: readonly string[], contexts: Contexts): readonly Remark[] {
  return Object.keys(contexts)
    .filter((name) => !used.includes(name))
    .map((name) => {
      const message = `The context of \`$${name}\` is not written down: no command needs it declared.`;
      return { kind: 'note', at: { from: 0, to: 0 }, message };
    });
}
