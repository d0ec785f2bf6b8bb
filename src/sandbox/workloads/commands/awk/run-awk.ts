import { arithmetic } from './arithmetic.ts';
import { AwkError, type Expr, type Program, type Rule, type Stmt } from './ast.ts';
import { callBuiltin } from './builtins.ts';
import { regexOf, sprintf } from './functions.ts';
import { Jump } from './jump.ts';
import type { Machine } from './machine.ts';
import { compare, isTrue, toNumber, toText, truth, type Value } from './values.ts';

/** What a program is run on. */
type AwkIo = {
  readonly write: (text: string, file: string | undefined, append: boolean) => void;
  /** The next record of its input; undefined at the end. */
  readonly next: () => string | undefined;
  readonly nextOf: (file: string) => string | undefined;
};

/** How many statements one program may run: more is a loop that never ends. */
const mostSteps = 20_000_000;

/** Runs a program. @returns its exit code @throws AwkError */
export function runAwk(program: Program, machine: Machine, io: AwkIo): number {
  const run = new Run(program, machine, io);
  return run.all();
}

class Run {
  readonly #program: Program;
  readonly #machine: Machine;
  readonly #io: AwkIo;
  readonly #open = new Set<Rule>();
  #steps = 0;
  #status = 0;

  constructor(program: Program, machine: Machine, io: AwkIo) {
    this.#program = program;
    this.#machine = machine;
    this.#io = io;
  }

  all(): number {
    const { rules } = this.#program;
    const isOf = (when: 'BEGIN' | 'END') => rules.filter((rule) => rule.when === when);
    const rest = rules.filter(({ when }) => typeof when === 'object');
    let going = this.#until(() => {
      for (const { body } of isOf('BEGIN')) if (body) this.#do(body);
    });
    if (going && (rest.length || isOf('END').length)) going = this.#until(() => this.#records(rest));
    if (going || isOf('END').length)
      this.#until(() => {
        for (const { body } of isOf('END')) if (body) this.#do(body);
      });
    return this.#status;
  }

  /** Runs until `exit`. */
  #until(action: () => void): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (!(error instanceof Jump) || error.to !== 'exit') throw error;
      this.#status = toNumber(error.value);
      return false;
    }
  }

  #records(rules: readonly Rule[]): void {
    for (let record = this.#io.next(); record !== undefined; record = this.#io.next()) {
      this.#take(record);
      try {
        for (const rule of rules) if (this.#isFor(rule)) this.#apply(rule);
      } catch (error) {
        if (!(error instanceof Jump) || error.to !== 'next') throw error;
      }
    }
  }

  #take(record: string): void {
    this.#machine.record = record;
    this.#machine.set('NR', toNumber(this.#machine.get('NR')) + 1);
    this.#machine.set('FNR', toNumber(this.#machine.get('FNR')) + 1);
  }

  #isFor(rule: Rule): boolean {
    const [first, second] = rule.when as readonly Expr[];
    if (!first) return true;
    if (!second) return isTrue(this.#value(first));
    const open = this.#open.has(rule);
    if (!open && !isTrue(this.#value(first))) return false;
    if (isTrue(this.#value(second))) this.#open.delete(rule);
    else this.#open.add(rule);
    return true;
  }

  #apply({ body }: Rule): void {
    if (body) this.#do(body);
    else this.#io.write(`${this.#machine.record}${toText(this.#machine.get('ORS'))}`, undefined, false);
  }

  #do(statement: Stmt): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new AwkError('sandbox: the program never ends');
    switch (statement.type) {
      case 'block':
        for (const each of statement.body) this.#do(each);
        return;
      case 'expr':
        this.#value(statement.expr);
        return;
      case 'print':
        this.#print(statement);
        return;
      case 'if':
        if (isTrue(this.#value(statement.test))) this.#do(statement.then);
        else if (statement.otherwise) this.#do(statement.otherwise);
        return;
      case 'while':
        this.#loop(
          () => statement.first || isTrue(this.#value(statement.test)),
          statement.body,
          undefined,
          () => isTrue(this.#value(statement.test)),
        );
        return;
      case 'for':
        if (statement.start) this.#do(statement.start);
        this.#loop(
          () => !statement.test || isTrue(this.#value(statement.test)),
          statement.body,
          statement.step,
        );
        return;
      case 'forin': {
        const keys = [...this.#machine.list(statement.list).keys()];
        let at = 0;
        this.#loop(
          () => {
            const key = keys[at];
            at += 1;
            if (key === undefined) return false;
            this.#machine.set(statement.name, { input: key });
            return true;
          },
          statement.body,
          undefined,
        );
        return;
      }
      case 'delete':
        if (statement.keys) this.#machine.list(statement.name).delete(this.#key(statement.keys));
        else this.#machine.list(statement.name).clear();
        return;
      case 'jump':
        throw new Jump(statement.to, statement.value ? this.#value(statement.value) : 0);
      default:
        statement satisfies never;
    }
  }

  #loop(test: () => boolean, body: Stmt, step: Stmt | undefined, again = test): void {
    for (let held = test(); held; held = again()) {
      try {
        this.#do(body);
      } catch (error) {
        if (error instanceof Jump && error.to === 'break') return;
        if (!(error instanceof Jump) || error.to !== 'continue') throw error;
      }
      if (step) this.#do(step);
    }
  }

  #print({ args, format, file, append }: Stmt & { readonly type: 'print' }): void {
    const values = args.map((arg) => this.#value(arg));
    const ofs = toText(this.#machine.get('OFS'));
    const text = format
      ? sprintf(toText(values[0] ?? ''), values.slice(1))
      : `${values.length ? values.map(toText).join(ofs) : this.#machine.record}${toText(this.#machine.get('ORS'))}`;
    this.#io.write(text, file && toText(this.#value(file)), append);
  }

  #value(expr: Expr): Value {
    switch (expr.type) {
      case 'number':
      case 'string':
        return expr.value;
      case 'regex':
        return regexOf(expr.source).test(this.#machine.record) ? 1 : 0;
      case 'name':
        return this.#machine.get(expr.name);
      case 'field':
        return this.#machine.field(toNumber(this.#value(expr.index)));
      case 'element': {
        const list = this.#machine.list(expr.name);
        const key = this.#key(expr.keys);
        if (!list.has(key)) list.set(key, '');
        return list.get(key) ?? '';
      }
      case 'in':
        return this.#machine.list(expr.name).has(this.#key(expr.keys)) ? 1 : 0;
      case 'assign': {
        const given = this.#value(expr.value);
        const operator = expr.operator.slice(0, -1);
        const value = operator
          ? arithmetic(operator, toNumber(this.#value(expr.target)), toNumber(given))
          : given;
        this.#store(expr.target, value);
        return value;
      }
      case 'step': {
        const old = toNumber(this.#value(expr.target));
        this.#store(expr.target, old + expr.by);
        return expr.prefix ? old + expr.by : old;
      }
      case 'unary':
        return this.#unary(expr.operator, expr.operand);
      case 'binary':
        return this.#binary(expr);
      case 'choice':
        return this.#value(isTrue(this.#value(expr.test)) ? expr.then : expr.otherwise);
      case 'call':
        return this.#call(expr.name, expr.args);
      case 'getline':
        return this.#getline(expr);
      default:
        return expr satisfies never;
    }
  }

  #unary(operator: string, operand: Expr): Value {
    const value = this.#value(operand);
    if (operator === 'group') return value;
    if (operator === '!') return isTrue(value) ? 0 : 1;
    return operator === '-' ? -toNumber(value) : toNumber(value);
  }

  #binary({ operator, left, right }: Expr & { readonly type: 'binary' }): Value {
    if (operator === '&&') return isTrue(this.#value(left)) && isTrue(this.#value(right)) ? 1 : 0;
    if (operator === '||') return isTrue(this.#value(left)) || isTrue(this.#value(right)) ? 1 : 0;
    const one = this.#value(left);
    if (operator === '~' || operator === '!~')
      return regexOf(this.#pattern(right)).test(toText(one)) === (operator === '~') ? 1 : 0;
    const other = this.#value(right);
    if (operator === ' ') return toText(one) + toText(other);
    const order = compare(one, other);
    return truth(operator, order) ?? arithmetic(operator, toNumber(one), toNumber(other));
  }

  #pattern(expr: Expr): string {
    return expr.type === 'regex' ? expr.source : toText(this.#value(expr));
  }

  #key(keys: readonly Expr[]): string {
    return keys.map((key) => toText(this.#value(key))).join('\x1c');
  }

  #store(target: Expr, value: Value): void {
    if (target.type === 'name') this.#machine.set(target.name, value);
    else if (target.type === 'field') this.#machine.setField(toNumber(this.#value(target.index)), value);
    else if (target.type === 'element') this.#machine.list(target.name).set(this.#key(target.keys), value);
  }

  #getline({ target, file }: Expr & { readonly type: 'getline' }): Value {
    const record = file ? this.#io.nextOf(toText(this.#value(file))) : this.#io.next();
    if (record === undefined) return 0;
    if (target) this.#store(target, { input: record });
    else this.#take(record);
    return 1;
  }

  #call(name: string, args: readonly Expr[]): Value {
    const own = this.#program.functions.get(name);
    if (own) return this.#callOwn(own, args);
    return callBuiltin(name, args, {
      machine: this.#machine,
      value: (expr) => this.#value(expr),
      pattern: (expr) => this.#pattern(expr),
      store: (target, value) => this.#store(target, value),
    });
  }

  #callOwn(
    { parameters, body }: { readonly parameters: readonly string[]; readonly body: Stmt },
    args: readonly Expr[],
  ): Value {
    const { frames } = this.#machine;
    if (frames.length > 500) throw new AwkError('sandbox: functions call each other too deep');
    const frame = this.#machine.frame(parameters, args, (arg) => this.#value(arg));
    frames.push(frame);
    try {
      this.#do(body);
      return '';
    } catch (error) {
      if (error instanceof Jump && error.to === 'return') return error.value;
      throw error;
    } finally {
      frames.pop();
    }
  }
}
