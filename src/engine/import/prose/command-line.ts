import { readScript } from '../../shell/read-script.ts';
import { type SimpleCommand, simpleCommands } from '../../shell/simple-commands.ts';
import { splitStatements } from '../../shell/split-statements.ts';
import { knownCommands } from './known-commands.ts';

/**
 * Whether a line of plain text begins a shell command. A program that is known will do, unless the line reads like a
 * sentence; another lower-case word needs an option behind it.
 */
export function isCommandLine(line: string): boolean {
  const text = line.trim().replace(/\\$/, '').trim();
  if (text === '' || text.startsWith('#') || isSentence(text)) return false;
  const [statement] = readScript(text);
  const [first] = simpleCommands(text);
  switch (statement?.command.type) {
    case undefined:
      return false;
    case 'For':
      return (statement.command.wordlist?.length ?? 0) > 0;
    case 'Function':
      return /^[a-z_][\w-]*$/.test(statement.command.name.value);
    case 'If':
    case 'While':
      return first !== undefined && (conditions.has(first.name ?? '') || isLikely(first, text));
    default:
      return first !== undefined && isLikely(first, text);
  }
}

/** What a question of `if` and `while` may begin with, and nothing else. */
const conditions: ReadonlySet<string> = new Set(['[', '[[', ':', 'false', 'read', 'test', 'true']);

function isLikely(command: SimpleCommand, text: string): boolean {
  const { name, computed, assignments, via, words } = command;
  if (name === undefined) return computed === undefined && assignments.length > 0;
  if (knownCommands.has(name) || via.some((wrapper) => knownCommands.has(wrapper.name))) return true;
  if (/^(?:\.{1,2}|~)\/[\w./-]+(?:\s|$)/.test(text)) return true;
  const hasOption = words.some(({ value }) => /^--?[A-Za-z][\w-]*(?:=|$)/.test(value));
  return /^[a-z][\w.-]*$/.test(name) && hasOption && splitStatements(text).errors.length === 0;
}

const small =
  /^(?:a|an|and|are|as|at|be|but|by|for|from|if|in|is|it|its|of|on|or|that|the|then|this|to|until|with|you|your)$/i;

/** Prose may begin with the name of a program: "kubectl waits until the pod is ready." */
function isSentence(text: string): boolean {
  if (/^(?:echo|printf)\s/.test(text) || /\s--?\w|[|$<>\\=]/.test(text)) return false;
  const words = text.split(/\s+/);
  const smallWords = words.filter((word) => small.test(word.replace(/[,.:;!?]$/, ''))).length;
  return words.length > 3 && (smallWords > 1 || (smallWords > 0 && /[.,:;!?]$/.test(text)));
}
