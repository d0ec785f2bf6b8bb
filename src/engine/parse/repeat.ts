import type { Command, SyntaxNode } from 'unbash';
import type { Unit } from '../shell/split-statements.ts';
import { verbOf } from './command-words.ts';

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

/** The kubectl command in a statement that makes or removes something each time: `delete`; undefined when there is none. */
export function sideEffect(unit: Unit): string | undefined {
  const words = firstCommand(unit.nodes.at(-1)?.command)?.suffix.flatMap((word) =>
    word.type === 'Word' ? [word.value] : [],
  );
  if (!words || firstCommand(unit.nodes.at(-1)?.command)?.name?.value !== 'kubectl') return undefined;
  const verb = verbOf(words);
  if (verb === 'create' || verb === 'delete') return verb;
  return verb === 'run' && !words.includes('--rm') ? verb : undefined;
}

function firstCommand(node: SyntaxNode | undefined): Command | undefined {
  if (node?.type === 'Pipeline' || node?.type === 'AndOr') return firstCommand(node.commands[0]);
  return node?.type === 'Command' ? node : undefined;
}
