import { simpleCommands } from '../shell/simple-commands.ts';
import { walkShell } from '../shell/walk.ts';

/**
 * Why a statement can't be run, for what would stop the shell for good, or answer in place of it; undefined otherwise.
 * Only what is certain from the text: what a variable or a file does is found by the time that it takes.
 */
export function whyRefused(script: string): string | undefined {
  if (!/suspend|\bset\b|builtin/.test(script)) return undefined;
  for (const { name, words, place } of simpleCommands(script)) {
    if (name === 'suspend') return 'suspend: it would stop the shell that runs this page\n';
    if (name === 'set' && !place.subshell && stopsRunning(words.map(({ value }) => value)))
      return 'set: with `-n` bash would read the rest of the page and run none of it\n';
  }
  return definesBuiltin(script)
    ? 'builtin: a function of this name would take the place of the shell itself\n'
    : undefined;
}

function stopsRunning(words: readonly string[]): boolean {
  return words.some(
    (word, index) => /^-[A-Za-z]*n/.test(word) || (word === 'noexec' && words[index - 1] === '-o'),
  );
}

function definesBuiltin(script: string): boolean {
  let found = false;
  walkShell(script, (node) => {
    found ||= node.type === 'Function' && node.name.value === 'builtin';
  });
  return found;
}
