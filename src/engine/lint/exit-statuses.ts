import type { Directive } from '../parse/directive.ts';

const statuses = Array.from({ length: 256 }, (_, status) => status);

/** Whether a command can end so that both `exit` expectations are met; it has one status. */
export function haveCommonStatus(one: Directive, other: Directive): boolean {
  if (one.text === other.text && one.negated === other.negated) return true;
  return statuses.some((status) => suits(one, status) && suits(other, status));
}

/** Whether an `exit` expectation is met by any status. */
export function suitsAnyStatus(directive: Directive): boolean {
  return statuses.every((status) => suits(directive, status));
}

function suits({ kindRule, args, negated }: Directive, status: number): boolean {
  const exits = [{ exitCode: status, pipeStatus: [status] }];
  const { result } = kindRule.watch(args, { variables: {}, negated }).finding({ exits, kept: '' });
  return (result === 'found') !== negated;
}
