import type { Failure } from '../model/event.ts';
import type { FailedCommand, Output } from '../model/output.ts';
import { kubectlCommandsIn } from '../shell/kubectl.ts';
import type { FailedPart } from './failed-parts.ts';
import type { Ended } from './success.ts';

/** What to say of the parts of a statement that failed and should not have; undefined when there are none. */
export function commandFailure(failed: readonly FailedPart[], ended: Ended): Failure | undefined {
  const end = failed.find(({ final }) => final);
  const [first] = failed;
  if (first === undefined) return undefined;
  const inside = failed.flatMap(({ final, command }) => (final || command === undefined ? [] : [command]));
  const message = [
    ...(end === undefined ? [] : [exitMessage(ended.output)]),
    ...(inside.length === 0 ? [] : [insideMessage(inside)]),
  ].join(': ');
  const hint = end === undefined ? insideHint(first, ended) : endHint(end, ended);
  return { kind: 'exit', message, ...(hint === undefined ? {} : { hint }) };
}

function exitMessage({ exitCode, pipeStatus }: Output): string {
  const members = pipeStatus.length > 1 ? ` (${pipeStatus.join(' | ')})` : '';
  return exitCode === null ? 'it ended without an exit code' : `exit code ${exitCode}${members}`;
}

/** `\`curl -s …\` ended with exit code 7 (line 12, first part of a pipe into \`wc -l\`)`. */
function insideMessage([first, ...more]: readonly FailedCommand[]): string {
  if (first === undefined) return '';
  const { status, command, line, part, within } = first;
  const file = within?.startsWith('file ') ? ` of ${within.slice('file '.length)}` : '';
  const place = [
    `line ${line}${file}`,
    ...(within?.startsWith('function ') ? [`in the ${within}`] : []),
    ...(part === undefined ? [] : [part]),
  ].join(', ');
  const others = more.length === 0 ? '' : `; ${more.length} more failed`;
  return `\`${command}\` ended with exit code ${status} (${place})${others}`;
}

/** `curl` says so when it can't write any more. */
const cantWrite = 23;

function insideHint({ status, command }: FailedPart, { output }: Ended): string | undefined {
  const name = /^[\w./-]+/.exec(command?.command ?? '')?.[0] ?? '';
  if (status === 127) return missingHint(output);
  const broken = status === cantWrite && name === 'curl';
  if (broken || /broken pipe/i.test(output.stderr.text))
    return 'Its reader had enough before it had written all: let that read to the end (`sed -n 1,5p` for `head -5`).';
  return command?.part === undefined
    ? 'If it may fail, write `|| true` behind it.'
    : `If it may fail, write \`{ ${shortened(command.command)} || true; }\` in its place.`;
}

function shortened(command: string): string {
  return command.length > 60 ? '…' : command;
}

function endHint(end: FailedPart, { output, statement, following, expectations }: Ended): string | undefined {
  const { status, isSearch, isCount, command } = end;
  if (status === 127) return missingHint(output);
  if (following?.action.kind === 'shell' && /\$\?/.test(following.action.script))
    return `To expect it, write \`# expect exit: ${status}\` on a line of its own below it, instead of showing \`$?\`.`;
  // Whoever expects something else sees that it isn't met.
  if (expectations.length > 0) return undefined;
  const script = statement.action.kind === 'shell' ? statement.action.script : '';
  if (status === 1 && isCount)
    return 'It ends with 1 when it counts none. If that is right, `# expect: 0` below it says so.';
  if (status === 1 && isSearch)
    return 'It ends with 1 when it finds nothing, or a difference: `# expect exit: 1`.';
  if (status === 1 && kubectlCommandsIn(command?.command ?? script).some(({ verb }) => verb === 'diff'))
    return '`kubectl diff` ends with 1 when there are differences: `# expect exit: 1`.';
  return undefined;
}

function missingHint({ stderr }: Output): string {
  const unknown = /(?:^|: )([\w.-]+): (?:command )?not found/m.exec(stderr.text)?.[1];
  return unknown === undefined ? 'Is every command on PATH?' : `Install \`${unknown}\`, or put it on PATH.`;
}
