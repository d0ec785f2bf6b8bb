import type { Failure } from '../model/event.ts';
import type { Output } from '../model/output.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import { factsOf, variablesNeeded } from '../plan/statement-facts.ts';
import { bracedVariables } from '../shell/braced-variables.ts';
import type { RunbookRun } from './runbook-run.ts';

/**
 * Why a statement must not run as things stand; undefined when it may. Looked for are variables without a value that
 * - cleanup reads, since cleanup runs whatever ran before it,
 * - name the cluster or the namespace of a manifest, or stand in it,
 * - a statement before it would have set, but did not run or did not pass,
 * - begin a path in the words of `rm` and its like: `rm -rf "$DIR"/*`.
 */
export async function whyUnsafe(run: RunbookRun, placed: PlacedStatement): Promise<Failure | undefined> {
  if (!mayBeUnsafe(run, placed)) return undefined;
  const { statement } = placed;
  const { needed, roots } = variablesNeeded(statement, placed.block.options);
  const unsettled = unsettledIn(run, placed, factsOf(statement).reads);
  const names = [...new Set([...needed, ...roots, ...unsettled.keys()])];
  if (names.length === 0) return undefined;
  const values = await run.session.variables(names);
  const arrays = await run.session.arrays(names.filter((name) => values[name] === undefined));
  const missing = names.find((name) => {
    if (values[name] === undefined) return !arrays.includes(name);
    return values[name] === '' && (unsettled.has(name) || roots.includes(name));
  });
  if (missing === undefined) return undefined;
  const failure = unset(missing, values[missing], unsettled.get(missing));
  return inManifest(statement, missing) ?? failure;
}

/** A manifest says where in it the variable stands, which may be far below its fence. */
function inManifest({ action, span }: PlacedStatement['statement'], name: string): Failure | undefined {
  if (action.kind !== 'apply') return undefined;
  const found = bracedVariables(action.manifest).find((variable) => variable.name === name);
  if (found === undefined) return undefined;
  const line = span.start.line + action.manifest.slice(0, found.from).split('\n').length - 1;
  return {
    kind: 'unset',
    message: `\`\${${name}}\` in line ${line} has no value, so nothing of this manifest was applied`,
    hint: `Set \`${name}\` in a command above or under \`env:\`; for these very characters write \`$\${${name}}\`.`,
  };
}

/** Spares statements of runs in which all is well from being read. */
function mayBeUnsafe({ progress }: RunbookRun, { block, statement: { action } }: PlacedStatement): boolean {
  if (block.options.cleanup || action.kind !== 'shell') return true;
  if (!action.script.includes('$')) return false;
  const deletes = /\b(?:rm|rmdir|find|chmod|chown|shred)\b/.test(action.script);
  return deletes || [...progress.results.values()].some((outcome) => outcome !== 'passed');
}

/** Variables that only statements set that did not pass, each with the first of these. */
function unsettledIn(
  { item, progress }: RunbookRun,
  { block, statement }: PlacedStatement,
  names: readonly string[],
): ReadonlyMap<string, PlacedStatement> {
  if (names.length === 0) return new Map();
  const all = placedStatementsOf(item.runbook);
  const at = all.findIndex((other) => other.statement.id === statement.id);
  const before = (block.options.cleanup ? all : all.slice(0, at)).filter(
    (other) => !other.block.options.cleanup,
  );
  const passed = ({ statement: { id } }: PlacedStatement): boolean =>
    progress.results.get(id) === 'passed' || progress.passedBefore.has(id);
  const setters = before.map((other) => ({ other, sets: factsOf(other.statement).sets }));
  return new Map(
    names.flatMap((name) => {
      const own = setters.filter(({ sets }) => sets.includes(name)).map(({ other }) => other);
      const [first] = own;
      return first === undefined || own.some(passed) ? [] : [[name, first] as const];
    }),
  );
}

/** What ended a cleanup command that read a variable by a way that its text does not show. */
export function stoppedByNounset(output: Output | undefined): Failure | undefined {
  if (output === undefined || output.ended !== 'shell-exit') return undefined;
  const name = /: (!?\w+)(?:\[[^\]]*\])?: unbound variable$/m.exec(output.stderr.text)?.[1];
  if (name === undefined) return undefined;
  return {
    ...unset(name, undefined, undefined),
    message: `\`${name}\` is not set, so this command was stopped`,
  };
}

function unset(
  name: string,
  value: string | undefined,
  setter: PlacedStatement | undefined,
): Extract<Failure, { kind: 'unset' }> {
  const why =
    setter === undefined ? '' : `: line ${setter.statement.span.start.line} sets it, and did not pass`;
  return {
    kind: 'unset',
    message: `\`${name}\` is ${value === undefined ? 'not set' : 'empty'}, so this command did not run${why}`,
    hint: `Where that is meant, say so with a default: \`\${${name}:-}\`.`,
  };
}
