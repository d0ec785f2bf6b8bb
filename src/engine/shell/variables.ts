import type { Command, SyntaxNode } from 'unbash';
import { type Place, rangeOf } from './place.ts';

import type { ShellSource } from './read-script.ts';
import { type ShellAssignment, simpleCommands } from './simple-commands.ts';
import { walkShell } from './walk.ts';
import { isLiteral, readWord, type ShellWord } from './words.ts';

/** A variable that shell text sets. */
type VariableSet = {
  readonly name: string;
  /** It stays set behind the statement: not in front of a command, not `local`, not in a process of its own. */
  readonly stays: boolean;
  /** `unset`: it has no value any more. */
  readonly removed: boolean;
  readonly place: Place;
  readonly from: number;
  readonly to: number;
};

/** A variable that shell text reads. */
type VariableRead = {
  readonly name: string;
  /**
   * What happens when it has no value. `empty`: nothing stands there. `default`: `${X:-…}`, `${X:=…}`, `${X:+…}` and
   * questions such as `[[ -v X ]]` reckon with it. `error`: `${X:?…}` ends the statement.
   */
  readonly unset: 'empty' | 'default' | 'error';
  readonly place: Place;
  readonly from: number;
  readonly to: number;
};

/** A function that shell text defines. */
type FunctionDefinition = {
  readonly name: string;
  readonly place: Place;
  readonly from: number;
  readonly to: number;
};

/** The variables and functions of shell text, in the order they stand there. */
type ShellNames = {
  readonly sets: readonly VariableSet[];
  readonly reads: readonly VariableRead[];
  readonly functions: readonly FunctionDefinition[];
};

/** Finds what shell text sets, reads and defines by names that stand in it; positional and special parameters are left out. */
export function shellNames(source: ShellSource): ShellNames {
  const sets: VariableSet[] = [];
  const reads: VariableRead[] = [];
  const functions: FunctionDefinition[] = [];
  walkShell(source, (node, place) => {
    sets.push(...setBy(node, place));
    reads.push(...readBy(node, place));
    if (node.type === 'Function') functions.push({ name: node.name.value, place, ...rangeOf(node, place) });
  });
  return { sets, reads, functions };
}

/** The values that shell text gives to variables, as they are written: `A=1`, `export A=$B`; none of `read` and loops. */
export function assignmentsIn(source: ShellSource): readonly ShellAssignment[] {
  return simpleCommands(source).flatMap(({ name, words, assignments }) => [
    ...assignments,
    ...(name !== undefined && (declarations.has(name) || name === 'local')
      ? words.flatMap(assignmentIn)
      : []),
  ]);
}

function assignmentIn(word: ShellWord): readonly ShellAssignment[] {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word.value) ?? [];
  return name === undefined ? [] : [{ name, value: { ...word, value, text: value } }];
}

const named = /^[A-Za-z_]\w*$/;

function setBy(node: SyntaxNode, place: Place): readonly VariableSet[] {
  const set = (
    name: string | undefined,
    change: { stays?: boolean; removed?: boolean } = {},
  ): readonly VariableSet[] => {
    if (name === undefined || !named.test(name)) return [];
    return [{ name, stays: !place.subshell, removed: false, place, ...rangeOf(node, place), ...change }];
  };
  switch (node.type) {
    case 'For':
    case 'Select':
      return set(node.name.value);
    case 'ParameterExpansion':
      return node.operation?.type === 'Default' && node.operation.operator.endsWith('=')
        ? set(node.parameter)
        : [];
    case 'ArithmeticBinary':
      return /^(?:[-+*/%&|^]|<<|>>)?=$/.test(node.operator) && node.left.type === 'ArithmeticWord'
        ? set(node.left.value)
        : [];
    case 'ArithmeticUnary':
      return /^(?:\+\+|--)$/.test(node.operator) && node.operand.type === 'ArithmeticWord'
        ? set(node.operand.value)
        : [];
    case 'FileDescriptorVariable':
      return set(node.name);
    case 'Coproc':
      return set(node.name?.value ?? 'COPROC');
    case 'Command':
      return setByCommand(node, place).flatMap(({ name, ...change }) => set(name, change));
    default:
      return [];
  }
}

type Change = { readonly name: string; readonly stays?: boolean; readonly removed?: boolean };

/** Builtins that take names or assignments as their words. */
const declarations: ReadonlySet<string> = new Set(['declare', 'export', 'readonly', 'typeset']);

function setByCommand(node: Command, place: Place): readonly Change[] {
  const alone = node.name === undefined;
  const prefix = node.prefix.flatMap((each) =>
    each.type === 'Assignment' ? [alone ? { name: each.name } : { name: each.name, stays: false }] : [],
  );
  const words = node.args.map((each) => readWord(each, rangeOf(each, place)));
  return [...prefix, ...setByBuiltin(node.name?.value, words)];
}

function setByBuiltin(name: string | undefined, words: readonly ShellWord[]): readonly Change[] {
  const values = words.filter(isLiteral).map(({ value }) => value);
  const operands = values.filter((value) => !/^-/.test(value));
  if (name === undefined) return [];
  if (declarations.has(name) || name === 'local') {
    const assignments = words.flatMap(({ value }) => /^([A-Za-z_]\w*)\+?=/.exec(value)?.[1] ?? []);
    return assignments.map((each) => (name === 'local' ? { name: each, stays: false } : { name: each }));
  }
  if (name === 'unset') {
    return values.includes('-f') ? [] : operands.map((each) => ({ name: each, removed: true }));
  }
  if (name === 'read') return readNames(values).map((each) => ({ name: each }));
  if (name === 'mapfile' || name === 'readarray') return [{ name: operands.at(-1) ?? 'MAPFILE' }];
  if (name === 'getopts') return [{ name: operands[1] ?? '' }, { name: 'OPTARG' }, { name: 'OPTIND' }];
  if (name === 'printf') return values[0] === '-v' && values[1] !== undefined ? [{ name: values[1] }] : [];
  if (name === 'let') return operands.flatMap((each) => ({ name: /^([A-Za-z_]\w*)/.exec(each)?.[1] ?? '' }));
  return [];
}

/** Names that `read` fills: `read -r -p 'Name: ' name rest`, `read -a list`. */
function readNames(values: readonly string[]): readonly string[] {
  const names = values.filter(
    (value, index) => !value.startsWith('-') && !/^-\w*[dinNptu]$/.test(values[index - 1] ?? ''),
  );
  return names.length === 0 ? ['REPLY'] : names;
}

function readBy(node: SyntaxNode, place: Place): readonly VariableRead[] {
  const read = (name: string | undefined, unset: VariableRead['unset']): readonly VariableRead[] =>
    name === undefined || !named.test(name) ? [] : [{ name, unset, place, ...rangeOf(node, place) }];
  switch (node.type) {
    case 'SimpleExpansion':
      return read(node.text.slice(1), 'empty');
    case 'ParameterExpansion':
      return read(node.parameter, guardOf(node.operation));
    case 'ArithmeticWord':
      return read(node.value, 'empty');
    case 'TestUnary':
      return node.operator === '-v' ? read(node.operand.value, 'default') : [];
    default:
      return [];
  }
}

function guardOf(
  operation: { readonly type: string; readonly operator?: string } | undefined,
): VariableRead['unset'] {
  if (operation?.type !== 'Default') return 'empty';
  return operation.operator?.endsWith('?') ? 'error' : 'default';
}
