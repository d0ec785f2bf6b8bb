import { readKubectl } from './kubectl.ts';
import { reads } from './only-reads.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** Builtins that change nothing but the shell in which they run. */
const builtins: ReadonlySet<string> = new Set([
  ...[
    'alias',
    'cd',
    'declare',
    'export',
    'local',
    'popd',
    'pushd',
    'readonly',
    'set',
    'shift',
    'shopt',
    'sleep',
  ],
  ...['typeset', 'umask', 'unalias', 'unset', 'wait'],
]);

/**
 * Whether shell text changes nothing but the session it runs in: it sets variables, goes to other folders, waits, and asks
 * what is. It can run once more without harm. False where that can't be told.
 */
export function staysInSession(script: string): boolean {
  return simpleCommands(script).every((command) => command.place.function !== undefined || stays(command));
}

function stays(command: SimpleCommand): boolean {
  const { name, computed, opaque, redirections, place, assignments } = command;
  if (place.background || opaque || computed !== undefined) return false;
  if (name === undefined) return redirections.length === 0;
  if (builtins.has(name)) return redirections.length === 0;
  return reads({ ...command, assignments: [] }) || (assignments.length === 0 && waits(command));
}

/** `kubectl wait` and `kubectl rollout status` ask until something is so. */
function waits(command: SimpleCommand): boolean {
  const line = readKubectl(command);
  return line?.verb === 'wait' || (line?.verb === 'rollout' && line.subverb === 'status');
}
