import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { variablesIn } from '../../shell/expand.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import { unrolled } from '../../shell/unroll.ts';
import { assignmentsIn } from '../../shell/variables.ts';

/** A variable that kubectl or istioctl takes a context from and that nothing in the runbook sets. */
type ClusterVariable = {
  readonly name: string;
  /** Offset of the statement that first uses it. */
  readonly at: number;
};

/** Flags of kubectl, istioctl and helm whose value is a context. */
const contextFlags: readonly string[] = ['--context', '--kube-context', '--kubecontext'];

/** The variables for clusters in a runbook, in the order of their use; a loop's variable stands for those it goes over. */
export function clusterVariables(runbook: Runbook): readonly ClusterVariable[] {
  const scripts = statementsOf(blocksOf(runbook)).flatMap(({ action, span }) =>
    action.kind === 'shell' ? [{ script: action.script, at: span.start.offset }] : [],
  );
  const assigned = new Set(scripts.flatMap(({ script }) => assignmentsIn(script)).map(({ name }) => name));
  const found = new Map<string, number>();
  for (const { script, at } of scripts) {
    for (const name of contextVariables(script))
      if (!assigned.has(name) && !found.has(name)) found.set(name, at);
  }
  return [...found].map(([name, at]) => ({ name, at }));
}

function contextVariables(script: string): readonly string[] {
  return simpleCommands(script)
    .flatMap(unrolled)
    .flatMap(({ words }) =>
      words.flatMap(({ value }, index) => {
        const flag = contextFlags.find((name) => value === name || value.startsWith(`${name}=`));
        if (flag === undefined) return [];
        const given = value === flag ? (words[index + 1]?.value ?? '') : value.slice(flag.length + 1);
        return variablesIn(given);
      }),
    );
}
