import { join } from 'node:path';
import type { Rolldown } from 'tsdown';

type Context = Parameters<Rolldown.CodeSplittingNameFunction>[1];

type Stage = { readonly name: string; readonly from: readonly string[]; readonly and?: readonly string[] };

const libraries = ['index.ts', 'remark.ts', 'vitest/page.ts', 'vitest/module-of.ts', 'vitest/host.ts'];

/**
 * What is loaded together, in the order in which a run comes to need it: what a stage needs is in its file or in that
 * of one before it. `and` keeps in a file only what these need as well, so that the package's other entries don't load
 * what the command line is read with. What no stage names has files of its own, as the bundler cuts them.
 */
const stages: readonly Stage[] = [
  { name: 'version', from: ['engine/product-version.ts'] },
  { name: 'base', from: ['cli/main.ts'], and: ['engine/parse.ts', 'cli/exec/run-files.ts', ...libraries] },
  { name: 'command', from: ['cli/main.ts'] },
  { name: 'page', from: ['engine/parse.ts', 'engine/plan/plan.ts', 'engine/report/registry.ts'] },
  { name: 'run', from: ['engine/run/run.ts', 'engine/mask/event-mask.ts'] },
  { name: 'exec', from: ['cli/exec/run-files.ts', 'cli/exec/conduct-one.ts'] },
  {
    name: 'session',
    from: [
      'engine/execute/session.ts',
      'engine/execute/watchdog.ts',
      'engine/execute/private-folder.ts',
      'engine/execute/run-probe.ts',
    ],
  },
  { name: 'sandbox', from: ['sandbox/sandbox.ts'] },
  { name: 'clusters', from: ['sandbox/clusters.ts'] },
];

/**
 * Few files rather than many: a hundred small ones take longer to find and read than all that is in them takes to run.
 */
export function chunkGroups(): Rolldown.CodeSplittingGroup[] {
  const reached = new Map<readonly string[], ReadonlySet<string>>();
  const reachedFrom = (files: readonly string[], context: Context): ReadonlySet<string> => {
    const found = reached.get(files) ?? reachable(files, context);
    reached.set(files, found);
    return found;
  };
  return stages.map(({ name, from, and }, index) => ({
    debugName: name,
    priority: stages.length - index,
    name: (id, context) => {
      const isOf = (files: readonly string[]): boolean => reachedFrom(files, context).has(id);
      return isOf(from) && (and === undefined || isOf(and)) ? name : null;
    },
  }));
}

/** Modules that are loaded with some files of `src/`, whatever these import later left out. */
function reachable(files: readonly string[], context: Context): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = files.map((file) => join(import.meta.dirname, '../src', file));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(context.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
