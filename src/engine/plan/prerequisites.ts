import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';

/** What reading a required runbook gave: none when there is no such file. */
type Resolved = { readonly runbook?: Runbook; readonly diagnostics: readonly Diagnostic[] };

/** Reads the runbook that another one requires by name. The same file must give the same `source.path`. */
export type Resolve = (name: string, from: Runbook) => Resolved;

/** A runbook with the paths of those it requires directly. */
type Ordered = { readonly runbook: Runbook; readonly requires: readonly string[] };

type Walk = {
  readonly resolve: Resolve;
  readonly known: Map<string, Runbook>;
  readonly done: Map<string, Ordered>;
  readonly diagnostics: Diagnostic[];
};

/**
 * Puts every required runbook, transitively, before the first one that requires it, and each runbook once.
 * A circle or a missing file is an error where the front matter says `requires`.
 */
export function orderByRequirement(
  asked: readonly Runbook[],
  resolve: Resolve,
): { readonly ordered: readonly Ordered[]; readonly diagnostics: readonly Diagnostic[] } {
  const known = new Map(asked.map((runbook) => [runbook.source.path, runbook]));
  const walk: Walk = { resolve, known, done: new Map(), diagnostics: [] };
  for (const runbook of known.values()) visit(runbook, [], walk);
  return { ordered: [...walk.done.values()], diagnostics: walk.diagnostics };
}

function visit(runbook: Runbook, trail: readonly Runbook[], walk: Walk): void {
  const { path } = runbook.source;
  if (walk.done.has(path)) return;
  const requires: string[] = [];
  for (const name of runbook.meta.requires) {
    const required = find(name, runbook, walk);
    if (required === undefined) continue;
    const line = [...trail, runbook];
    if (line.some((earlier) => earlier.source.path === required.source.path)) {
      walk.diagnostics.push(circle(runbook, [...line, required]));
      continue;
    }
    visit(required, line, walk);
    requires.push(required.source.path);
  }
  walk.done.set(path, { runbook, requires });
}

function find(name: string, from: Runbook, walk: Walk): Runbook | undefined {
  const { runbook, diagnostics } = walk.resolve(name, from);
  if (runbook === undefined) {
    if (diagnostics.length === 0) walk.diagnostics.push(missing(name, from));
    walk.diagnostics.push(...diagnostics);
    return undefined;
  }
  const known = walk.known.get(runbook.source.path);
  if (known !== undefined) return known;
  walk.diagnostics.push(...diagnostics);
  walk.known.set(runbook.source.path, runbook);
  return runbook;
}

function missing(name: string, from: Runbook): Diagnostic {
  return {
    code: 'plan/required-missing',
    severity: 'error',
    message: `\`requires\` names \`${name}\`, but there is no \`${name}.md\` beside ${from.source.file}`,
    ...spanOf(from),
    hint: 'Write the name of a runbook in the same folder, or its path from there (`../setup`), without `.md`.',
  };
}

function circle(from: Runbook, trail: readonly Runbook[]): Diagnostic {
  const start = trail.findIndex((runbook) => runbook.source.path === trail.at(-1)?.source.path);
  const files = trail.slice(start).map((runbook) => runbook.source.file);
  return {
    code: 'plan/requires-cycle',
    severity: 'error',
    message: `Runbooks require each other in a circle: ${files.join(' → ')}`,
    ...spanOf(from),
    hint: 'Take one of them out of `requires`.',
  };
}

function spanOf(runbook: Runbook): Pick<Diagnostic, 'span'> {
  const span = runbook.meta.spans.requires;
  return span === undefined ? {} : { span };
}
