import type { Unit } from '../shell/split-statements.ts';

/** Commands that change the shell or its jobs: running them again shows nothing new. */
const shellCommands: ReadonlySet<string> = new Set([
  'alias',
  'bg',
  'cd',
  'declare',
  'disown',
  'exit',
  'export',
  'fg',
  'jobs',
  'kill',
  'local',
  'pkill',
  'readonly',
  'return',
  'set',
  'shopt',
  'sleep',
  'source',
  'trap',
  'typeset',
  'unalias',
  'unset',
  'wait',
]);

/** Whether repeating the statement can show something else: not for job control, assignments and functions. */
export function isRepeatable(unit: Unit): boolean {
  const command = unit.nodes.at(-1)?.command;
  if (unit.background || !command || command.type === 'Function') return false;
  if (command.type !== 'Command') return true;
  const name = command.name?.value;
  return name !== undefined && !shellCommands.has(name);
}
