import { AwkError, type AwkFunction, type Expr, type Program, type Rule, type Stmt } from './ast.ts';
import { ExpressionParser } from './parse-expression.ts';
import { tokenize } from './tokenize.ts';

/** Reads a program. @throws AwkError */
export function parseAwk(source: string): Program {
  return new Parser(tokenize(source)).program();
}

class Parser extends ExpressionParser {
  program(): Program {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (this.blank(); this.peek.kind !== 'end'; this.blank()) {
      if (this.is('function') || this.is('func')) {
        this.at += 1;
        const name = this.next().text;
        this.expect('(');
        const parameters: string[] = [];
        while (!this.is(')')) {
          parameters.push(this.next().text);
          this.accept(',');
        }
        this.expect(')');
        this.newlines();
        functions.set(name, { parameters, body: this.block() });
        continue;
      }
      rules.push(this.rule());
    }
    return { rules, functions };
  }

  protected rule(): Rule {
    if (this.is('BEGIN') || this.is('END')) {
      const when = this.next().text as 'BEGIN' | 'END';
      this.newlines();
      return { when, body: this.block() };
    }
    const when: Expr[] = [];
    if (!this.is('{')) {
      when.push(this.expr());
      if (this.accept(',')) when.push(this.expr());
    }
    return this.is('{') ? { when, body: this.block() } : { when };
  }

  protected block(): Stmt {
    this.expect('{');
    const body: Stmt[] = [];
    for (this.blank(); !this.is('}'); this.blank()) body.push(this.statement());
    this.expect('}');
    return { type: 'block', body };
  }

  protected statement(): Stmt {
    this.newlines();
    if (this.is('{')) return this.block();
    if (this.accept(';')) return { type: 'block', body: [] };
    const word = this.peek.text;
    if (this.peek.kind === 'name' || this.peek.kind === 'call') {
      const statement = this.keyword(word);
      if (statement) return statement;
    }
    const simple = this.simple();
    this.end();
    return simple;
  }

  protected keyword(word: string): Stmt | undefined {
    switch (word) {
      case 'if': {
        this.at += 1;
        const test = this.parenthesized();
        const then = this.statement();
        const mark = this.at;
        this.blank();
        if (!this.is('else')) {
          this.at = mark;
          return { type: 'if', test, then };
        }
        this.at += 1;
        return { type: 'if', test, then, otherwise: this.statement() };
      }
      case 'while': {
        this.at += 1;
        const test = this.parenthesized();
        return { type: 'while', test, body: this.statement(), first: false };
      }
      case 'do': {
        this.at += 1;
        const body = this.statement();
        this.blank();
        if (!this.is('while')) throw new AwkError('syntax error: do without while');
        this.at += 1;
        const test = this.parenthesized();
        this.end();
        return { type: 'while', test, body, first: true };
      }
      case 'for':
        return this.for();
      case 'next':
      case 'exit':
      case 'break':
      case 'continue':
      case 'return': {
        this.at += 1;
        const value = this.atEnd ? undefined : this.expr();
        this.end();
        return { type: 'jump', to: word, ...(value ? { value } : {}) };
      }
      default:
        return undefined;
    }
  }

  protected for(): Stmt {
    this.at += 1;
    this.expect('(');
    const [name, within, list, close] = this.tokens.slice(this.at, this.at + 4);
    if (name && list && within?.text === 'in' && close?.text === ')') {
      this.at += 4;
      return { type: 'forin', name: name.text, list: list.text, body: this.statement() };
    }
    const start = this.is(';') ? undefined : this.simple();
    this.expect(';');
    this.newlines();
    const test = this.is(';') ? undefined : this.expr();
    this.expect(';');
    this.newlines();
    const step = this.is(')') ? undefined : this.simple();
    this.expect(')');
    const body = this.statement();
    return {
      type: 'for',
      ...(start ? { start } : {}),
      ...(test ? { test } : {}),
      ...(step ? { step } : {}),
      body,
    };
  }

  protected simple(): Stmt {
    if (this.is('print') || this.is('printf')) return this.print();
    if (this.is('delete')) {
      this.at += 1;
      const name = this.next().text;
      if (!this.accept('[')) return { type: 'delete', name };
      const keys = this.list(']');
      return { type: 'delete', name, keys };
    }
    return { type: 'expr', expr: this.expr() };
  }

  protected print(): Stmt {
    const format = this.next().text === 'printf';
    this.noGreater = true;
    const args: Expr[] = [];
    const grouped = this.is('(') && this.closesStatement();
    if (grouped) {
      this.at += 1;
      this.noGreater = false;
      args.push(...this.list(')'));
    } else if (!this.atEnd && !this.is('>') && !this.is('>>') && !this.is('|')) {
      args.push(this.expr());
      while (this.accept(',')) {
        this.newlines();
        args.push(this.expr());
      }
    }
    this.noGreater = false;
    if (this.is('|')) throw new AwkError('sandbox: print into a command is not simulated');
    const append = this.is('>>');
    const file = this.accept('>') || this.accept('>>') ? this.primary() : undefined;
    return { type: 'print', args, format, append, ...(file ? { file } : {}) };
  }

  /** Whether a parenthesis that is open here is closed where the statement ends: `print (a, b)`, not `print (a) b`. */
  protected closesStatement(): boolean {
    let depth = 0;
    for (let at = this.at; at < this.tokens.length; at += 1) {
      const { text, kind } = this.tokens[at] ?? { text: '', kind: 'end' };
      if (kind === 'op' && text === '(') depth += 1;
      if (kind === 'op' && text === ')') depth -= 1;
      if (depth > 0) continue;
      const after = this.tokens[at + 1];
      return (
        !after || ['newline', 'end'].includes(after.kind) || [';', '}', '>', '>>', '|'].includes(after.text)
      );
    }
    return false;
  }
}
