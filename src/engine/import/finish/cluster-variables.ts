import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { variablesIn } from '../../shell/expand.ts';
import { type SimpleCommand, simpleCommands } from '../../shell/simple-commands.ts';
import { unrolled } from '../../shell/unroll.ts';
import { assignmentsIn } from '../../shell/variables.ts';
import { isLiteral, type ShellWord } from '../../shell/words.ts';

/** A cluster that commands ask for. `at` is the offset of the statement that does so first. */
export type ClusterUse = {
  readonly at: number;
  /** The variable that holds the context; undefined where the commands name the context itself. */
  readonly name?: string;
  /** The context, where the page says which it is; `at` is then where it gives it to the variable. */
  readonly context?: string;
};

/** Flags of kubectl, istioctl and helm whose value is a context. */
const contextFlags: readonly string[] = ['--context', '--kube-context', '--kubecontext'];

type Script = { readonly script: string; readonly at: number };

/**
 * The clusters that a runbook's commands ask for by `--context` and `use-context`, in the order of their use; a loop's variable stands for
 * those it goes over. A variable that the page gives other values than one text is its own affair.
 */
export function clusterUses(runbook: Runbook): readonly ClusterUse[] {
  const scripts = statementsOf(blocksOf(runbook)).flatMap(({ action, span }): readonly Script[] =>
    action.kind === 'shell' ? [{ script: action.script, at: span.start.offset }] : [],
  );
  const assigned = assignedIn(scripts);
  const found = new Map<string, ClusterUse>();
  for (const { script, at } of scripts) {
    for (const word of simpleCommands(script).flatMap(unrolled).flatMap(contextWords)) {
      for (const use of usesOf(word, at, assigned)) {
        const key = use.name ?? `=${use.context}`;
        if (!found.has(key)) found.set(key, use);
      }
    }
  }
  return [...found.values()];
}

type Assigned = ReadonlyMap<
  string,
  { readonly values: ReadonlySet<string | undefined>; readonly at: number }
>;

function assignedIn(scripts: readonly Script[]): Assigned {
  const found = new Map<string, { values: Set<string | undefined>; at: number }>();
  for (const { script, at } of scripts) {
    for (const { name, value } of assignmentsIn(script)) {
      const known = found.get(name) ?? { values: new Set<string | undefined>(), at };
      known.values.add(isLiteral(value) && isContext(value.value) ? value.value : undefined);
      found.set(name, known);
    }
  }
  return found;
}

function isContext(text: string): boolean {
  return /^[\w.@:/-]+$/.test(text);
}

function usesOf(
  word: Pick<ShellWord, 'value' | 'expands'>,
  at: number,
  assigned: Assigned,
): readonly ClusterUse[] {
  if (isLiteral(word as ShellWord)) return isContext(word.value) ? [{ at, context: word.value }] : [];
  return variablesIn(word.value).flatMap((name): readonly ClusterUse[] => {
    const own = assigned.get(name);
    if (!own) return [{ at, name }];
    const [context] = own.values;
    return own.values.size === 1 && context !== undefined ? [{ at: own.at, name, context }] : [];
  });
}

function contextWords({ name, words }: SimpleCommand): readonly Pick<ShellWord, 'value' | 'expands'>[] {
  const chosen =
    name === 'kubectl' && words[0]?.value === 'config' && words[1]?.value === 'use-context'
      ? words[2]
      : undefined;
  if (chosen) return [chosen];
  return words.flatMap((word, index) => {
    const flag = contextFlags.find((name) => word.value === name || word.value.startsWith(`${name}=`));
    if (flag === undefined) return [];
    if (word.value === flag) return words[index + 1] ?? [];
    return { value: word.value.slice(flag.length + 1), expands: word.expands };
  });
}
