import type { SyntaxNode } from 'unbash';
import { top } from './place.ts';
import { readCommand, type SimpleCommand } from './simple-commands.ts';

/**
 * Commands whose status 1 answers a question and says that nothing went wrong: nothing found, or a difference; 2 and
 * more are errors. Not here: `comm`, `awk`, `sed`, `test`, `jq -e`, and `kubectl diff`, of which 1 is an error too.
 * @see the manual of each, on exit status
 */
const searches: ReadonlySet<string> = new Set([
  ...['grep', 'egrep', 'fgrep', 'rgrep', 'zgrep', 'zegrep', 'zfgrep', 'bzgrep', 'xzgrep', 'zstdgrep'],
  ...['rg', 'ag', 'ack', 'pgrep'],
  ...['diff', 'cmp', 'diff3', 'sdiff', 'zdiff', 'zcmp', 'colordiff'],
]);

/** `git grep`, `git diff`. */
const gitSearches: ReadonlySet<string> = new Set(['grep', 'diff']);

/** Commands that pass on the status of what they run, and never end with 1 themselves. */
const passers: ReadonlySet<string> = new Set([
  'builtin',
  'command',
  'env',
  'nice',
  'nohup',
  'stdbuf',
  'time',
  'timeout',
]);

/** Whether a simple command only says by 1 that it found nothing, or a difference. */
export function isSearch(node: SyntaxNode): boolean {
  return searchIn(node) !== undefined;
}

/** Whether it is a search that prints how many it found: `grep -c`. Of none it prints 0, and ends with 1. */
export function isCount(node: SyntaxNode): boolean {
  const words = searchIn(node)?.words ?? [];
  return words.some(({ value }) => /^-[A-Za-z]*c/.test(value) || value === '--count');
}

function searchIn(node: SyntaxNode): SimpleCommand | undefined {
  if (node.type !== 'Command') return undefined;
  const [command, ...others] = readCommand(node, top);
  if (command === undefined || others.length > 0) return undefined;
  const { name = '', via, words } = command;
  if (!via.every((each) => passers.has(each.name))) return undefined;
  const searching = searches.has(name) || (name === 'git' && gitSearches.has(words[0]?.value ?? ''));
  return searching ? command : undefined;
}
