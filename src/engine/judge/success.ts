import { acceptsExit } from '../expectations/judge-expectation.ts';
import { asksForConflict } from '../expectations/kinds/applied.ts';
import type { Failure } from '../model/event.ts';
import { isRefused, type Output } from '../model/output.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import { commandFailure } from './command-failure.ts';
import { type FailedPart, failedParts } from './failed-parts.ts';

export type Ended = {
  readonly statement: Statement;
  readonly output: Output;
  /** Those of the statement's segment. */
  readonly expectations: readonly Expectation[];
  /** Whether it is the statement that the segment's expectations judge. */
  readonly last: boolean;
  /** The statement behind it in its segment. */
  readonly following?: Statement | undefined;
};

/**
 * Why a statement failed by itself, whatever its expectations see: it must end, and every command of it succeed, unless
 * an expectation says that the failure is what is expected.
 */
export function failureOf(ended: Ended): Failure | undefined {
  const { output, expectations, statement, last } = ended;
  const early = unready(output) ?? endFailure(output);
  if (early !== undefined) return early;
  if (expectations.some(({ kind }) => kind === 'object')) return readFailure(output);
  const failed = failedParts(statement, output, last).filter((part) => !isAccepted(part, expectations));
  if (output.applied !== undefined)
    return failed.length === 0 || isExpectedConflict(ended) ? undefined : applyFailure(output);
  return commandFailure(failed, ended);
}

function isAccepted(part: FailedPart, expectations: readonly Expectation[]): boolean {
  return expectations.some((expectation) => acceptsExit(expectation, part));
}

/** That all that was refused are conflicts, and a check asks for one: whether it is met is for that check to say. */
function isExpectedConflict({ output, expectations }: Ended): boolean {
  const { applied = [] } = output;
  const asked = expectations.some(({ kind, args }) => kind === 'applied' && asksForConflict(args));
  return asked && applied.length > 0 && applied.every(({ result }) => result !== 'failed');
}

/** A background command that did not become what the next statements need. */
function unready({ readiness, ended, exitCode }: Output): Failure | undefined {
  if (readiness === undefined || readiness.ready || ended === 'interrupt') return undefined;
  const message = `it did not become ready: ${readiness.reason}`;
  if (exitCode !== null) return { kind: 'background', message: `${message} (exit code ${exitCode})` };
  if (ended === 'normally') return { kind: 'background', message };
  return { kind: 'timeout', message, hint: 'Give it longer with `# wait within 1m: …` below it.' };
}

function endFailure(output: Output): Failure | undefined {
  switch (output.ended) {
    case 'normally':
      return undefined;
    case 'timeout':
      return {
        kind: 'timeout',
        message: `still running after ${seconds(output.durationMs)}, so it was stopped`,
        hint: 'Give it longer with `timeout=5m` in the fence, or `--timeout 5m`.',
      };
    case 'interrupt':
      return { kind: 'interrupt', message: `interrupted after ${seconds(output.durationMs)}` };
    case 'shell-exit':
      return {
        kind: 'exit',
        message: `it ended the shell with exit code ${output.exitCode ?? 'unknown'}`,
        hint: 'A reader who pastes this loses the terminal; take `exit` and `set -e` out.',
      };
    case 'shell-lost':
      return {
        kind: 'session',
        message: 'the shell is gone and its state with it',
        hint: '`exec` replaces the shell; run the command without it.',
      };
    default:
      return output.ended satisfies never;
  }
}

/** An object that is not there is no failure of an assert block: its expectations see that. */
function readFailure({ exitCode, stderr }: Output): Failure | undefined {
  if (exitCode === 0) return undefined;
  const [why = ''] = stderr.text.split('\n');
  return { kind: 'exit', message: `not everything could be read from the cluster: ${why}` };
}

function applyFailure({ applied }: Output): Failure {
  const failed = applied?.filter(isRefused).length ?? 0;
  return {
    kind: 'exit',
    message: failed > 0 ? `${failed} of its objects could not be applied` : 'it could not be applied',
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
