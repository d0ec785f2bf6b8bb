import { AwkError, type Expr } from './ast.ts';
import { regexOf, substituted, valueFunctions } from './functions.ts';
import { type Machine, splitFields } from './machine.ts';
import { toText, type Value } from './values.ts';

/** What a function of awk may ask of the program that calls it. */
type Caller = {
  readonly machine: Machine;
  readonly value: (expr: Expr) => Value;
  /** A pattern, or an expression that gives one. */
  readonly pattern: (expr: Expr) => string;
  readonly store: (target: Expr, value: Value) => void;
};

/** Calls a function that awk itself has. @throws AwkError for one that it hasn't */
export function callBuiltin(name: string, args: readonly Expr[], caller: Caller): Value {
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (builtin) return builtin(args, caller);
  const known = Object.hasOwn(valueFunctions, name) ? valueFunctions[name] : undefined;
  if (!known) throw new AwkError(`sandbox: the function ${name} is not simulated`);
  return known(args.map((arg) => caller.value(arg)));
}

type Builtin = (args: readonly Expr[], caller: Caller) => Value;

/** Functions that need more than the values of their arguments. */
const builtins: Readonly<Record<string, Builtin>> = {
  length: ([arg], { machine, value }) => {
    if (arg?.type === 'name' && machine.globals.get(arg.name) instanceof Map)
      return machine.list(arg.name).size;
    return [...(arg ? toText(value(arg)) : machine.record)].length;
  },
  split: ([text, list, separator], { machine, value }) => {
    if (!text || list?.type !== 'name') throw new AwkError('syntax error: split');
    const given = separator?.type === 'regex' ? regexOf(separator.source) : separator && value(separator);
    const by = given instanceof RegExp ? given : toText(given ?? machine.get('FS'));
    const parts = splitFields(toText(value(text)), by);
    const target = machine.list(list.name);
    target.clear();
    for (const [index, part] of parts.entries()) target.set(String(index + 1), { input: part });
    return parts.length;
  },
  sub: (args, caller) => substitute('sub', args, caller),
  gsub: (args, caller) => substitute('gsub', args, caller),
  match: ([text, pattern], { machine, value, pattern: patternOf }) => {
    if (!text || !pattern) throw new AwkError('syntax error: match');
    const found = regexOf(patternOf(pattern)).exec(toText(value(text)));
    machine.set('RSTART', found ? found.index + 1 : 0);
    machine.set('RLENGTH', found ? found[0].length : -1);
    return found ? found.index + 1 : 0;
  },
  close: () => 0,
  fflush: () => 0,
};

const wholeRecord: Expr = { type: 'field', index: { type: 'number', value: 0 } };

function substitute(name: 'sub' | 'gsub', args: readonly Expr[], caller: Caller): Value {
  const [pattern, replacement, target = wholeRecord] = args;
  const { value, store } = caller;
  if (!pattern || !replacement) throw new AwkError(`syntax error: ${name}`);
  const { text, count } = substituted(
    toText(value(target)),
    caller.pattern(pattern),
    toText(value(replacement)),
    name === 'gsub',
  );
  if (count) store(target, text);
  return count;
}
