import type { Withheld } from '../model/resume.ts';
import type { Statement } from '../model/runbook.ts';
import type { PlacedStatement } from '../model/statements.ts';
import { factsOf } from '../plan/statement-facts.ts';
import { readPortForward } from '../shell/port-forward.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { staysInSession } from '../shell/stays-in-session.ts';

type Again = { readonly ids: ReadonlySet<string>; readonly notices: readonly string[] };

/**
 * Which statements that passed run again when a run goes on, in the order of the page:
 * - files of the page, which are taken away with a run;
 * - port-forwards, which end with a run and change nothing;
 * - what sets variables that aren't kept, where it changes nothing else;
 * - checks behind the last statement that may have changed something: they must still hold. Those above it need not.
 */
export function runsAgain(
  body: readonly PlacedStatement[],
  passed: ReadonlySet<string>,
  withheld: readonly Withheld[],
): Again {
  const before = body.filter(({ statement }) => passed.has(statement.id));
  const last = before.findLastIndex((placed) => !changesNothing(placed));
  const ids = new Set<string>();
  for (const [at, placed] of before.entries()) {
    const { id } = placed.statement;
    const forwards = before.some(
      ({ statement }) => ids.has(statement.id) && isForward(statement) && isBeside(statement, id),
    );
    if (isTemporary(placed) || setsWithheld(placed, withheld, forwards)) ids.add(id);
    else if (at > last && isLookedAt(placed, passed)) ids.add(id);
  }
  const notices = before
    .filter(({ statement }) => !ids.has(statement.id))
    .flatMap(({ statement }) => lost(statement));
  return { ids, notices: [...notices, ...notLookedAt(before, ids, before[last]?.statement)] };
}

/** Of one step. */
function isBeside({ id }: Statement, other: string): boolean {
  return id.replace(/\/.*$/, '') === other.replace(/\/.*$/, '');
}

/** What it made is gone with the run, and is made again without a change to anything else. */
function isTemporary({ statement }: PlacedStatement): boolean {
  return statement.action.kind === 'file' || isForward(statement);
}

function isForward({ action }: Pick<Statement, 'action'>): boolean {
  if (action.kind !== 'shell' || !action.background) return false;
  const commands = simpleCommands(action.script);
  return commands.length > 0 && commands.every((command) => readPortForward(command) !== undefined);
}

/** The number of a process has a meaning only when the process runs again. */
function setsWithheld(placed: PlacedStatement, withheld: readonly Withheld[], forwards: boolean): boolean {
  const { sets } = factsOf(placed.statement);
  const found = withheld.filter(({ name }) => sets.includes(name));
  return (
    found.length > 0 && changesNothing(placed) && (forwards || found.every(({ why }) => why !== 'process'))
  );
}

/** Nobody was asked to agree to it or to do it, and all that its checks look at passed. */
function isLookedAt({ block: { options }, segment }: PlacedStatement, passed: ReadonlySet<string>): boolean {
  if (options.manual || options.confirm !== undefined || options.tty) return false;
  return segment.expectations.length > 0 && segment.statements.every(({ id }) => passed.has(id));
}

/** What of a statement is gone, for people. */
function lost({ action, span }: Statement): readonly string[] {
  if (action.kind !== 'shell') return [];
  const line = `Line ${span.start.line}`;
  if (action.background)
    return [`${line}: its background command ended with the earlier run, and does not start again.`];
  return /\btrap\b/.test(action.script) ? [`${line}: what it trapped is not trapped any more.`] : [];
}

function notLookedAt(
  before: readonly PlacedStatement[],
  ids: ReadonlySet<string>,
  last: Statement | undefined,
): readonly string[] {
  const left = before.filter(
    ({ segment, statement }) => segment.expectations.length > 0 && !ids.has(statement.id),
  );
  const checks = new Set(left.flatMap(({ segment }) => segment.expectations)).size;
  if (checks === 0 || last === undefined) return [];
  const why = `the command of line ${last.span.start.line} may have changed what they saw`;
  return [
    `${checks === 1 ? '1 check that was met is' : `${checks} checks that were met are`} not looked at again: ${why}.`,
  ];
}

/** Whether a statement can run once more and leave all as it is, but for the session. */
export function changesNothing({
  block,
  statement: { action },
}: Pick<PlacedStatement, 'block'> & { readonly statement: Pick<Statement, 'action'> }): boolean {
  if (action.kind === 'assert' || action.kind === 'file') return true;
  if (action.kind === 'apply' || block.program !== undefined) return false;
  return action.background ? isForward({ action }) : staysInSession(action.script);
}
