import { forEachChild, type SyntaxNode } from 'unbash';
import { oneLine } from './one-line.ts';
import { quote } from './quote.ts';
import { type Standpoint, standpoints } from './standing.ts';

type Insertion = { readonly at: number; readonly text: string; readonly opens: boolean };

/**
 * The text of a statement, changed so that bash tells of every member of a pipeline that fails. Its ERR trap says
 * nothing of those before the last: each becomes a group, `{ member; }`, in whose process the trap is run. In front of
 * `&&` the trap is silent too: there the group calls the function `report` with the status and the command. A list with
 * `&&` at the end of `$( )` becomes a subshell, for which the trap is run. Of a member that ends with `!` the trap says
 * nothing either: its status is told behind it. Groups are invisible to `set -x` and DEBUG
 * traps, and nothing moves to another line. The pipeline that is the whole statement
 * stays as it is, since PIPESTATUS tells of it.
 * @see bash(1), `trap`, on ERR
 */
export function watched(script: string, report: string): string {
  if (!/\||\$\(|`/.test(script)) return script;
  const insertions = standpoints(script).flatMap((each) => around(each, script, report));
  return insertions.length === 0 ? script : insert(script, insertions);
}

function around(standpoint: Standpoint, script: string, report: string): readonly Insertion[] {
  const { node, standing, member, own, lost } = standpoint;
  if (lost && standing === 'counted') {
    return [
      // With a blank in front: `$((` would be arithmetic.
      { at: node.pos, text: ' ( ', opens: true },
      { at: node.end, text: ' )', opens: false },
    ];
  }
  if (own || member === undefined || member.index === member.pipeline.commands.length - 1) return [];
  const group = (end: string): readonly Insertion[] => [
    { at: node.pos, text: '{ ', opens: true },
    { at: node.end, text: end, opens: false },
  ];
  const command = quote(oneLine(script.slice(node.pos, node.end)));
  const tell = `${report} "$?" "$LINENO" ${command}`;
  if (standing === 'counted')
    return group(endsNegated(node) ? `; { case $? in 0) ;; *) ${tell};; esac; } >/dev/null 2>&1; }` : '; }');
  if (standing !== 'chained') return [];
  return group(` || { ${tell}; } >/dev/null 2>&1; }`);
}

/** Whether the last command of a compound one may be a pipeline behind `!`, whose status is then the whole's. */
function endsNegated(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'Pipeline':
      return node.prefixes.some(({ type }) => type === 'Negation');
    case 'AndOr':
      return node.commands.slice(-1).some(endsNegated);
    case 'Statement':
      return endsNegated(node.command);
    case 'Command':
      return false;
    default:
      return lastCommands(node).some(endsNegated);
  }
}

/** The commands that a compound command may end with: of each branch the last. */
function lastCommands(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  forEachChild(node, (child) => {
    if ('clause' in node && child === node.clause) return;
    if (child.type === 'CompoundList') found.push(...child.commands.slice(-1));
    else if (child.type !== 'Word') found.push(child);
  });
  return found;
}

/** Where two stand at one place, the outer one comes first at its beginning and last at its end. */
function insert(script: string, insertions: readonly Insertion[]): string {
  const opening = insertions.filter(({ opens }) => opens);
  const closing = insertions.filter(({ opens }) => !opens).reverse();
  const sorted = [...closing, ...opening].sort((a, b) => a.at - b.at);
  let text = '';
  let from = 0;
  for (const { at, text: added } of sorted) {
    text += script.slice(from, at) + added;
    from = at;
  }
  return text + script.slice(from);
}
