import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';

/** A variable that kubectl or istioctl takes a context from and that nothing in the runbook sets. */
type ClusterVariable = {
  readonly name: string;
  /** Offset of the statement that first uses it. */
  readonly at: number;
};

const reference = String.raw`["']?\$\{?([A-Za-z_]\w*)`;
const contextUse = new RegExp(String.raw`--(?:kube-?)?context[=\s]+${reference}`, 'g');
const loop = /\bfor\s+([A-Za-z_]\w*)\s+in\s+([^;\n]*)/g;
const assignment = /(?:^|[\s;&|(])(?:export\s+|local\s+|readonly\s+)*([A-Za-z_]\w*)=/gm;

/** The variables for clusters in a runbook, in the order of their use; a loop's variable stands for those it goes over. */
export function clusterVariables(runbook: Runbook): readonly ClusterVariable[] {
  const scripts = statementsOf(blocksOf(runbook)).flatMap(({ action, span }) =>
    action.kind === 'shell' ? [{ script: action.script, at: span.start.offset }] : [],
  );
  const all = scripts.map(({ script }) => script).join('\n');
  const assigned = new Set([...all.matchAll(assignment)].map(([, name = '']) => name));
  const loops = new Map<string, string[]>();
  for (const [, name = '', words = ''] of all.matchAll(loop)) {
    loops.set(name, [...(loops.get(name) ?? []), ...variablesIn(words)]);
  }
  const found = new Map<string, number>();
  for (const { script, at } of scripts) {
    for (const [, used = ''] of script.matchAll(contextUse)) {
      for (const name of loops.get(used) ?? [used])
        if (!assigned.has(name) && !found.has(name)) found.set(name, at);
    }
  }
  return [...found].map(([name, at]) => ({ name, at }));
}

function variablesIn(words: string): readonly string[] {
  return [...words.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
}
