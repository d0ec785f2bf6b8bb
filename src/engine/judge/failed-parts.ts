import type { FailedExit } from '../expectations/kind.ts';
import type { FailedCommand, Output } from '../model/output.ts';
import type { Statement } from '../model/runbook.ts';
import { type OwnMember, ownPipeline, readerGone } from '../shell/failed-command.ts';

/** A part of a statement that failed: a member of its pipeline, a command inside of it, or the statement itself. */
export type FailedPart = FailedExit & {
  /** Undefined for a statement that isn't one pipeline: then its end is all there is to say. */
  readonly command?: FailedCommand;
};

/**
 * What failed in a statement, in order; its own end comes last. A writer whose reader has gone and a search that feeds
 * others are left out: they failed at nothing.
 */
export function failedParts(statement: Statement, output: Output, judged: boolean): readonly FailedPart[] {
  const { exitCode, pipeStatus, failed = [] } = output;
  if (exitCode === 0 && failed.length === 0 && pipeStatus.every((status) => status === 0)) return [];
  const { action, span } = statement;
  const own = action.kind === 'shell' ? ownPipeline(action.script) : undefined;
  const members = own === undefined || own.negated ? [] : own.members;
  const known = { ofStatement: exitCode, judged };
  const located = ({ command, line, part }: OwnMember, status: number): FailedCommand => ({
    status,
    command,
    line: span.start.line + line,
    ...(part === undefined ? {} : { part }),
  });
  const isWhole = pipeStatus.length === members.length;
  const earlier = (isWhole ? members.slice(0, -1) : []).flatMap((member, index): readonly FailedPart[] => {
    const status = pipeStatus[index] ?? 0;
    if (status === 0 || status === readerGone || (status === 1 && member.isSearch)) return [];
    const { isSearch, isCount } = member;
    return [{ ...known, status, final: false, isSearch, isCount, command: located(member, status) }];
  });
  const inner = failed.map(
    (command): FailedPart => ({
      ...known,
      status: command.status,
      final: false,
      isSearch: false,
      isCount: false,
      command,
    }),
  );
  if (exitCode === 0) return [...earlier, ...inner];
  const last = members.at(-1);
  const status = exitCode ?? 0;
  const end: FailedPart = {
    ...known,
    status,
    final: true,
    isSearch: last?.isSearch ?? false,
    isCount: last?.isCount ?? false,
    ...(last === undefined ? {} : { command: located(last, status) }),
  };
  return [...earlier, ...inner, end];
}
