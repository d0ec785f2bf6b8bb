import {
  forEachChild,
  type ParsedScript,
  type Pipeline,
  parse,
  type Statement,
  type SyntaxNode,
} from 'unbash';

/**
 * What becomes of the status of a command, as bash's ERR trap has it. `counted`: it has to be 0. `chained`: it stands in
 * front of `&&`, so the trap says nothing of it, but what follows relies on it. `asked`: it is a question (`if`,
 * `while`, in front of `||`, behind `!`). `background`: nothing waits for it.
 */
type Standing = 'counted' | 'chained' | 'asked' | 'background';

/** A command of a statement and where it stands. */
export type Standpoint = {
  readonly node: SyntaxNode;
  readonly standing: Standing;
  /** The pipeline that it is a member of, and which member, counted from 0. */
  readonly member?: { readonly pipeline: Pipeline; readonly index: number };
  /** What it prints may go to a reader that has gone: it stands in a member of a pipe that isn't the last. */
  readonly writes: boolean;
  /** A list in front of whose status nothing stands: the end of `$( )` in the words of a command, which loses it. */
  readonly lost: boolean;
  /** The statement's own pipeline, or the one command that it is: its status is the statement's. */
  readonly own: boolean;
};

/**
 * Goes through the commands of a statement, substitutions and function bodies included, outermost and leftmost first.
 * Nothing is found in text that can't be read. Never throws.
 */
export function standpoints(script: string): readonly Standpoint[] {
  const read = readWhole(script);
  if (read === undefined) return [];
  const found: Standpoint[] = [];
  read.commands.forEach((statement, index) => {
    const own = index === read.commands.length - 1 && !statement.background;
    visit(statement.command, { standing: standingOf(statement, 'counted'), writes: false, own }, found);
  });
  return found;
}

function readWhole(script: string): ParsedScript | undefined {
  try {
    const read = parse(script);
    return (read.errors ?? []).length > 0 ? undefined : read;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Around = Pick<Standpoint, 'standing' | 'writes' | 'own'>;

function visit(node: SyntaxNode, around: Around, found: Standpoint[]): void {
  const inside = { ...around, own: false };
  const each = (child: SyntaxNode, standing: Standing = around.standing): void =>
    visit(child, { ...inside, standing }, found);
  switch (node.type) {
    case 'Pipeline':
      visitPipeline(node, around, found);
      return;
    case 'AndOr': {
      const lastOr = node.operators.lastIndexOf('||');
      node.commands.forEach((command, index) => {
        const last = index === node.commands.length - 1;
        each(
          command,
          last ? around.standing : stricter(around.standing, index <= lastOr ? 'asked' : 'chained'),
        );
      });
      return;
    }
    case 'Statement':
      each(node.command, standingOf(node, around.standing));
      return;
    case 'If':
    case 'Elif':
    case 'While':
      each(node.clause, stricter(around.standing, 'asked'));
      forEachChild(node, (child) => {
        if (child !== node.clause) each(child);
      });
      return;
    case 'Function':
      visit(node.body, { standing: 'counted', writes: false, own: false }, found);
      return;
    case 'CommandExpansion': {
      const last = node.script?.source === undefined ? node.script?.commands.at(-1)?.command : undefined;
      if (last?.type === 'AndOr') found.push({ node: last, ...inside, lost: true });
      break;
    }
    case 'Coproc':
      each(node.body, 'background');
      return;
    case 'Script':
      // Of escaped backticks the positions are those of another text.
      if (node.source === undefined) for (const child of node.commands) each(child);
      return;
    case 'Command':
    case 'Subshell':
    case 'TestCommand':
    case 'ArithmeticCommand':
      found.push({ node, ...around, lost: false });
      break;
    default:
  }
  forEachChild(node, (child) => each(child));
}

function visitPipeline(pipeline: Pipeline, around: Around, found: Standpoint[]): void {
  const { commands, prefixes } = pipeline;
  const negated = prefixes.some(({ type }) => type === 'Negation');
  const standing = negated ? stricter(around.standing, 'asked') : around.standing;
  commands.forEach((node, index) => {
    const writes = around.writes || index < commands.length - 1;
    const before = found.length;
    visit(node, { standing, writes, own: around.own && commands.length === 1 }, found);
    const [first] = found.slice(before, before + 1);
    const member = { pipeline, index };
    if (first?.node === node) found[before] = { ...first, own: around.own, member };
    else found.splice(before, 0, { node, standing, writes, own: around.own, lost: false, member });
  });
}

function standingOf(statement: Statement, around: Standing): Standing {
  return statement.background ? 'background' : around;
}

const strictness: readonly Standing[] = ['counted', 'chained', 'asked', 'background'];

/** Of two, the one that asks less of a command. */
function stricter(one: Standing, other: Standing): Standing {
  return strictness.indexOf(one) > strictness.indexOf(other) ? one : other;
}
