import { splitStatements } from '../../shell/split-statements.ts';
import { knownCommands } from './known-commands.ts';

/**
 * Whether a line of plain text begins a shell command. A program that is known will do, unless the line reads like a
 * sentence; another lower-case word needs an option behind it.
 */
export function isCommandLine(line: string): boolean {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || isSentence(text)) return false;
  if (isCompound(text)) return true;
  const [, assignments = '', rest = ''] =
    /^((?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'()]*)\s*)*)(.*)$/s.exec(text) ?? [];
  if (rest === '') return assignments !== '';
  if (/^[A-Za-z_]\w*=[$"'(]/.test(rest)) return true;
  const [name = ''] = /^\S+/.exec(rest) ?? [];
  if (knownCommands.has(name) || /^(?:\.{1,2}|~)\/[\w./-]+$/.test(name)) return true;
  return /^[a-z][\w.-]*$/.test(name) && /\s--?[A-Za-z][\w-]*(?:[=\s]|$)/.test(rest) && isBash(rest);
}

function isCompound(text: string): boolean {
  return (
    /^for \w+ in\s+\S.*(?:;\s*do\b|\S$)/.test(text) ||
    /^(?:while|until|if)\s+(?:!\s+)?(?:\[|true\b|read\b|\(|[\w-]+\b.*;\s*(?:do|then)\b)/.test(text) ||
    /^(?:function\s+)?[a-z_][\w-]*\s*\(\)\s*\{/.test(text)
  );
}

function isBash(text: string): boolean {
  return splitStatements(text.replace(/\\$/, '')).errors.length === 0;
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
