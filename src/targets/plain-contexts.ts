import type { ClusterChoice } from '../engine/model/target.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** What a shell makes several words of, or looks for files with, where a page says `--context $CLUSTER1`. */
const splits = /[\s*?[\]\\]/;

/**
 * Gives contexts whose names a shell would split a plain name for the run, so that `--context $CLUSTER1` means
 * them without quotes. `my prod (east)` becomes `my-prod-east`.
 */
export function withPlainContexts(
  config: Kubeconfig,
  choice: ClusterChoice,
): { readonly config: Kubeconfig; readonly choice: ClusterChoice } {
  const taken = new Set(config.contexts.map(({ name }) => name));
  const plain = new Map<string, string>();
  for (const name of new Set(Object.values(choice))) {
    if (!splits.test(name)) continue;
    const alias = freeName(name, taken);
    taken.add(alias);
    plain.set(name, alias);
  }
  const contexts = config.contexts.map((context) => ({
    ...context,
    name: plain.get(context.name) ?? context.name,
  }));
  const renamed = Object.entries(choice).map(([variable, name]) => [variable, plain.get(name) ?? name]);
  return {
    config: { ...config, contexts },
    choice: Object.fromEntries(renamed),
  };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/[^\w@%+=:,./-]+/g, '-').replace(/^-+|-+$/g, '') || 'context';
  let free = base;
  for (let count = 2; taken.has(free); count += 1) free = `${base}-${count}`;
  return free;
}
