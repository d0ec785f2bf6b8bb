import type { Redirection, SyntaxNode } from 'unbash';
import { isInput } from './redirects.ts';
import { readWord, type ShellWord } from './words.ts';

/** Where a piece of shell syntax stands: what that says about when it runs, and about what becomes of its status. */
export type Place = {
  /** It, or what it stands in, ends in `&` or is a coprocess: nothing waits for it. */
  readonly background: boolean;
  /**
   * Its status is a question rather than a success: what `if`, `while` and `until` ask, all of an `&&` or `||` list
   * but its last part, what follows `!`. These are what bash's ERR trap excuses, but for members of pipelines.
   */
  readonly condition: boolean;
  /** Another command runs in its stead when it fails, `|| …`: it may fail. */
  readonly mayFail: boolean;
  /** It may not run although the statement does: in a branch, a loop, or behind `&&` or `||`. */
  readonly conditional: boolean;
  /** It stands in a branch of `if` or `case`. */
  readonly branch: boolean;
  /** The innermost loop around it. */
  readonly loop: 'for' | 'while' | 'until' | 'select' | undefined;
  /** The `for` loops over words around it: the variable of each, and the words. */
  readonly rounds: ReadonlyMap<string, readonly ShellWord[]>;
  /** The function whose definition it stands in: it runs when that is called. All else here begins anew there. */
  readonly function: string | undefined;
  /** The innermost substitution around it: `$( )` and backticks, or `<( )` and `>( )`. */
  readonly substitution: 'command' | 'process' | undefined;
  /** It runs in a process of its own, so that what it sets is lost: `( )`, members of pipes, substitutions, `&`. */
  readonly subshell: boolean;
  /** The innermost pipeline of several members that it is a member of or stands in: counted from 0. */
  readonly pipeline: { readonly member: number; readonly of: number } | undefined;
  /** It is given something to read by a pipe or by a redirection of what it stands in. */
  readonly fed: boolean;
  /** Redirections of the compound commands around it, outermost first. */
  readonly redirections: readonly Redirection[];
  /**
   * The stretch that stands for its position where its own offsets mean nothing: in escaped backticks, and in text
   * that is handed to a shell as a word.
   */
  readonly within: { readonly from: number; readonly to: number } | undefined;
};

/** Of what stands at the top of a script. */
export const top: Place = {
  background: false,
  condition: false,
  mayFail: false,
  conditional: false,
  branch: false,
  rounds: new Map(),
  loop: undefined,
  function: undefined,
  substitution: undefined,
  subshell: false,
  pipeline: undefined,
  fed: false,
  redirections: [],
  within: undefined,
};

/** A child of a node, and its place. */
type Placed = { readonly node: SyntaxNode; readonly place: Place };

/**
 * The children of a node that stand in another place than the node itself; undefined for nodes that change nothing.
 * @see POSIX Shell Command Language, 2.9 Shell Commands; bash(1), `trap`, what ERR is not run for
 */
export function placedChildren(node: SyntaxNode, place: Place): readonly Placed[] | undefined {
  const at = (child: SyntaxNode, change: Partial<Place>): Placed => ({
    node: child,
    place: { ...place, ...change },
  });
  const same = (children: readonly SyntaxNode[]): readonly Placed[] => children.map((each) => at(each, {}));
  const branch = { conditional: true, branch: true };
  switch (node.type) {
    case 'Statement':
      return node.background ? [at(node.command, { background: true, subshell: true })] : undefined;
    case 'Coproc':
      return [at(node.body, { background: true, subshell: true })];
    case 'AndOr':
      return node.commands.map((each, index) =>
        at(each, {
          condition: place.condition || index < node.commands.length - 1,
          mayFail: place.mayFail || node.operators.slice(index).includes('||'),
          conditional: place.conditional || index > 0,
        }),
      );
    case 'Pipeline': {
      const condition = place.condition || node.prefixes.some(({ type }) => type === 'Negation');
      const of = node.commands.length;
      return node.commands.map((each, member) =>
        of === 1
          ? at(each, { condition })
          : at(each, { condition, subshell: true, pipeline: { member, of }, fed: place.fed || member > 0 }),
      );
    }
    case 'Redirected': {
      const fed = place.fed || node.redirects.some(isInput);
      const redirections = [...place.redirections, ...node.redirects];
      return [at(node.command, { fed, redirections }), ...same(node.redirects)];
    }
    case 'If':
      return [
        at(node.clause, { condition: true }),
        at(node.then, branch),
        ...node.elif.map((each) => at(each, branch)),
        ...(node.else ? [at(node.else, branch)] : []),
      ];
    case 'Elif':
      return [at(node.clause, { condition: true }), at(node.then, {})];
    case 'While':
      return [
        at(node.clause, { condition: true, loop: node.kind }),
        at(node.body, { conditional: true, loop: node.kind }),
      ];
    case 'For': {
      const words = (node.wordlist ?? []).map((word) => readWord(word, rangeOf(word, place)));
      const rounds = new Map([...place.rounds, [node.name.value, words]]);
      return [...same(node.wordlist ?? []), at(node.body, { conditional: true, loop: 'for', rounds })];
    }
    case 'Select':
      return [...same(node.wordlist ?? []), at(node.body, { conditional: true, loop: 'select' })];
    case 'ArithmeticFor': {
      const parts = [node.initialize, node.test, node.update].filter((part) => part !== undefined);
      return [...same(parts), at(node.body, { conditional: true, loop: 'for' })];
    }
    case 'Case':
      return [at(node.word, {}), ...node.items.map((each) => at(each, branch))];
    case 'Function':
      return [{ node: node.body, place: { ...top, function: node.name.value, within: place.within } }];
    case 'Subshell':
      return [at(node.body, { subshell: true })];
    case 'CommandExpansion':
    case 'ArithmeticCommandExpansion':
    case 'ProcessSubstitution': {
      if (node.script === undefined) return [];
      const decoded = node.script.source !== undefined && place.within === undefined;
      return [
        at(node.script, {
          substitution: node.type === 'ProcessSubstitution' ? 'process' : 'command',
          subshell: true,
          pipeline: undefined,
          redirections: [],
          ...(decoded ? { within: { from: node.pos, to: node.end } } : {}),
        }),
      ];
    }
    default:
      return undefined;
  }
}

/** Where a node stands in the text that was read. */
export function rangeOf(node: SyntaxNode, { within }: Place): { readonly from: number; readonly to: number } {
  return within ?? { from: node.pos, to: node.end };
}
