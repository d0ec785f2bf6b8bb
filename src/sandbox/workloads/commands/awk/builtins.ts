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
export function callBuiltin(
  name: string,
  args: readonly Expr[],
  { machine, value, pattern: patternOf, store }: Caller,
): Value {
  switch (name) {
    case 'length': {
      const [arg] = args;
      if (arg?.type === 'name' && machine.globals.get(arg.name) instanceof Map)
        return machine.list(arg.name).size;
      return [...(arg ? toText(value(arg)) : machine.record)].length;
    }
    case 'split': {
      const [text, list, separator] = args;
      if (!text || list?.type !== 'name') throw new AwkError('syntax error: split');
      const by = separator
        ? separator.type === 'regex'
          ? regexOf(separator.source)
          : toText(value(separator))
        : toText(machine.get('FS'));
      const parts = splitFields(toText(value(text)), by);
      const target = machine.list(list.name);
      target.clear();
      for (const [index, part] of parts.entries()) target.set(String(index + 1), { input: part });
      return parts.length;
    }
    case 'sub':
    case 'gsub': {
      const [pattern, replacement, target = { type: 'field', index: { type: 'number', value: 0 } } as const] =
        args;
      if (!pattern || !replacement) throw new AwkError(`syntax error: ${name}`);
      const { text, count } = substituted(
        toText(value(target)),
        patternOf(pattern),
        toText(value(replacement)),
        name === 'gsub',
      );
      if (count) store(target, text);
      return count;
    }
    case 'match': {
      const [text, pattern] = args;
      if (!text || !pattern) throw new AwkError('syntax error: match');
      const found = regexOf(patternOf(pattern)).exec(toText(value(text)));
      machine.set('RSTART', found ? found.index + 1 : 0);
      machine.set('RLENGTH', found ? found[0].length : -1);
      return found ? found.index + 1 : 0;
    }
    case 'close':
    case 'fflush':
      return 0;
    default: {
      const known = Object.hasOwn(valueFunctions, name) ? valueFunctions[name] : undefined;
      if (!known) throw new AwkError(`sandbox: the function ${name} is not simulated`);
      return known(args.map((arg) => value(arg)));
    }
  }
}
