import type { Statement } from '../model/runbook.ts';
import { bracedVariables } from '../shell/braced-variables.ts';
import { variablesIn } from '../shell/expand.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { shellNames } from '../shell/variables.ts';

/** What a statement needs of the session it runs in, and what it leaves there, as far as its text says. */
export type StatementFacts = {
  /** Variables that it reads without a default and has not set itself before: each once. */
  readonly reads: readonly string[];
  /** Those of them that begin the path of a file: `$DIR/x` is `/x` when `DIR` is empty. */
  readonly paths: readonly string[];
  /** Variables that it leaves set. */
  readonly sets: readonly string[];
  /** Functions and aliases that it defines. */
  readonly defines: readonly string[];
  /** Names of the commands that it runs. */
  readonly calls: readonly string[];
  /** It goes to another folder: `cd`, `pushd`, `popd`. */
  readonly changesFolder: boolean;
  /** It may do anything to the session: `source FILE`, `eval "$TEXT"`. */
  readonly opaque: boolean;
};

/** Commands that take away or change whatever their words name. */
const destructive: ReadonlySet<string> = new Set(['chmod', 'chown', 'find', 'rm', 'rmdir', 'shred']);

/**
 * Variables without which a statement must not run: `needed` are those that must be set, for cleanup runs whatever ran
 * before it, and a manifest must not go anywhere else; `roots` must not be empty either, since a path begins with them.
 */
export function variablesNeeded(
  statement: Statement,
  { cleanup }: { readonly cleanup: boolean },
): { readonly needed: readonly string[]; readonly roots: readonly string[] } {
  const { reads, paths, calls } = factsOf(statement);
  return {
    needed: cleanup || statement.action.kind !== 'shell' ? reads : [],
    roots: cleanup || calls.some((name) => destructive.has(name)) ? paths : [],
  };
}

const nothing: StatementFacts = {
  reads: [],
  paths: [],
  sets: [],
  defines: [],
  calls: [],
  changesFolder: false,
  opaque: false,
};

const folderCommands: ReadonlySet<string> = new Set(['cd', 'pushd', 'popd']);
const scriptCommands: ReadonlySet<string> = new Set(['source', '.']);

/** Reads the text of a statement. Of a manifest the cluster and the namespace may be variables, and what stands as `${NAME}` in one to apply. */
export function factsOf({ action }: Statement): StatementFacts {
  if (action.kind === 'file') return nothing;
  if (action.kind !== 'shell') {
    const own = action.kind === 'apply' ? bracedVariables(action.manifest).map(({ name }) => name) : [];
    const reads = [...[action.cluster, action.namespace ?? ''].flatMap(variablesIn), ...own];
    return { ...nothing, reads: [...new Set(reads)] };
  }
  const { script } = action;
  const names = shellNames(script);
  const unset = names.reads.filter(
    ({ name, unset: when, from, place }) =>
      when === 'empty' &&
      // It runs when the function is called, which may be after more was set.
      place.function === undefined &&
      !names.sets.some((set) => set.name === name && !set.removed && set.from < from),
  );
  const commands = simpleCommands(script).filter(({ place }) => !place.subshell);
  const called = commands.flatMap(({ name }) => name ?? []);
  return {
    reads: [...new Set(unset.map(({ name }) => name))],
    paths: [...new Set(unset.filter(({ from, to }) => beginsPath(script, from, to)).map(({ name }) => name))],
    sets: [...new Set(names.sets.filter(({ stays, removed }) => stays && !removed).map(({ name }) => name))],
    defines: [...names.functions.map(({ name }) => name), ...commands.flatMap(aliasesIn)],
    calls: [...new Set(simpleCommands(script).flatMap(({ name }) => name ?? []))],
    changesFolder: called.some((name) => folderCommands.has(name)),
    opaque: commands.some(({ name, opaque }) => opaque || (name !== undefined && scriptCommands.has(name))),
  };
}

/** Whether an expansion is the first thing of a word and a slash follows it, quotes aside. */
function beginsPath(script: string, from: number, to: number): boolean {
  return (
    /(?:^|[\s=(])"?$/.test(script.slice(Math.max(0, from - 2), from)) &&
    /^"?\//.test(script.slice(to, to + 2))
  );
}

function aliasesIn({ name, words }: ReturnType<typeof simpleCommands>[number]): readonly string[] {
  if (name !== 'alias') return [];
  return words.flatMap(({ value }) => (value.includes('=') ? [value.slice(0, value.indexOf('='))] : []));
}
