import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';

/**
 * The clusters of all runbooks as one map. Runbooks of one run share their clusters, so a variable that stands for
 * different contexts in two of them is an error, unless the user says which it is.
 */
export function mergeClusters(
  runbooks: readonly Runbook[],
  chosen: Readonly<Record<string, string>> = {},
): { readonly clusters: Readonly<Record<string, string>>; readonly diagnostics: readonly Diagnostic[] } {
  const clusters: Record<string, string> = {};
  const diagnostics: Diagnostic[] = [];
  for (const runbook of runbooks) {
    for (const [variable, context] of Object.entries(runbook.meta.clusters)) {
      const before = clusters[variable];
      if (before === undefined || variable in chosen) clusters[variable] = chosen[variable] ?? context;
      else if (before !== context) diagnostics.push(conflict(runbook, variable, before));
    }
  }
  return { clusters, diagnostics };
}

function conflict(runbook: Runbook, variable: string, before: string): Diagnostic {
  const span = runbook.meta.spans[`clusters.${variable}`] ?? runbook.meta.spans.clusters;
  const here = runbook.meta.clusters[variable];
  return {
    code: 'plan/cluster-conflict',
    severity: 'error',
    message: `${runbook.source.file} says that ${variable} is \`${here}\`, an earlier runbook of this run that it is \`${before}\``,
    ...(span === undefined ? {} : { span }),
    hint: `Say which it is with \`--cluster ${variable}=CONTEXT\`, or run them one by one.`,
  };
}
