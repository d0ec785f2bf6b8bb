import type { Command, SyntaxNode } from 'unbash';
import type { Unit } from '../shell/split-statements.ts';

/** A plain command: its name without its folder, its arguments, and whether something is given to it to read. */
export type CommandWords = {
  readonly name: string;
  readonly args: readonly string[];
  readonly fed: boolean;
  readonly from: number;
  readonly to: number;
};

/** Options of kubectl that take the next word as their value. */
const valueOptions: ReadonlySet<string> = new Set([
  '--as',
  '--cluster',
  '--context',
  '--kubeconfig',
  '--namespace',
  '--user',
  '-n',
]);

/**
 * The commands of a statement that it waits for: the parts of an `&&` list, of a pipe only the last one. What stands
 * in loops, functions and conditions is left out.
 */
export function foregroundCommands(unit: Unit): readonly CommandWords[] {
  if (unit.background) return [];
  return unit.nodes.flatMap(({ command }) => commandsIn(command, false));
}

function commandsIn(node: SyntaxNode, fed: boolean): readonly CommandWords[] {
  if (node.type === 'AndOr') return node.commands.flatMap((part) => commandsIn(part, fed));
  if (node.type === 'Pipeline') {
    const last = node.commands.at(-1);
    return last ? commandsIn(last, node.commands.length > 1) : [];
  }
  return node.type === 'Command' && node.name ? [wordsOf(node, fed)] : [];
}

function wordsOf(command: Command, fed: boolean): CommandWords {
  const name = command.name?.value.replace(/^.*\//, '') ?? '';
  const args = command.args.flatMap((word) => (word.type === 'Word' ? [word.value] : []));
  const reads = command.redirects.some(({ operator }) => /^<(?!>)/.test(operator));
  return { name, args, fed: fed || reads, from: command.pos, to: command.end };
}

/** The first argument that is neither an option nor the value of one: `get` of `kubectl -n a get pods`. */
export function verbOf(args: readonly string[]): string | undefined {
  return args.find((word, index) => !word.startsWith('-') && !valueOptions.has(args[index - 1] ?? ''));
}
