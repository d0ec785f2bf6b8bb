import { AwkError, type Expr } from './ast.ts';
import type { Token } from './tokenize.ts';

const binaryLevels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['in'],
  ['~', '!~'],
  ['<', '<=', '!=', '==', '>', '>='],
  ['concat'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads expressions, and is what reads statements too. @throws AwkError */
export class ExpressionParser {
  protected readonly tokens: readonly Token[];
  protected at = 0;
  /** Within the arguments of `print` a `>` is a file. */
  protected noGreater = false;
  protected noIn = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  protected parenthesized(): Expr {
    this.expect('(');
    const expr = this.expr();
    this.expect(')');
    return expr;
  }

  protected list(close: string): readonly Expr[] {
    const items: Expr[] = [];
    this.newlines();
    while (!this.is(close)) {
      items.push(this.expr());
      this.newlines();
      if (!this.accept(',')) break;
      this.newlines();
    }
    this.expect(close);
    return items;
  }

  protected expr(): Expr {
    const left = this.choice();
    const operator = this.peek.text;
    if (this.peek.kind !== 'op' || !/^([-+*/%^]|\*\*)?=$/.test(operator)) return left;
    if (!['name', 'field', 'element'].includes(left.type))
      throw new AwkError('syntax error: assignment to what is no variable');
    this.at += 1;
    this.newlines();
    return { type: 'assign', operator, target: left, value: this.expr() };
  }

  protected choice(): Expr {
    const test = this.binary(0);
    if (!this.accept('?')) return test;
    this.newlines();
    const then = this.expr();
    this.newlines();
    this.expect(':');
    this.newlines();
    return { type: 'choice', test, then, otherwise: this.expr() };
  }

  protected binary(level: number): Expr {
    const names = binaryLevels[level];
    if (!names) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const { text, kind } = this.peek;
      if (names[0] === 'concat') {
        if (!this.startsOperand()) return left;
        left = { type: 'binary', operator: ' ', left, right: this.binary(level + 1) };
        continue;
      }
      if (names[0] === 'in') {
        if (text !== 'in' || this.noIn) return left;
        this.at += 1;
        left = { type: 'in', name: this.next().text, keys: [left] };
        continue;
      }
      if (kind !== 'op' || !names.includes(text) || (text === '>' && this.noGreater)) return left;
      this.at += 1;
      this.newlines();
      left = { type: 'binary', operator: text, left, right: this.binary(level + 1) };
    }
  }

  protected startsOperand(): boolean {
    const { kind, text } = this.peek;
    if (kind === 'name' || kind === 'call') return text !== 'in';
    if (kind === 'number' || kind === 'string' || kind === 'regex') return true;
    return (
      kind === 'op' && ['$', '!', '(', '-', '+', '++', '--'].includes(text) && !['-', '+'].includes(text)
    );
  }

  protected unary(): Expr {
    const { kind, text } = this.peek;
    if (kind === 'op' && ['!', '-', '+'].includes(text)) {
      this.at += 1;
      return { type: 'unary', operator: text, operand: this.unary() };
    }
    return this.power();
  }

  protected power(): Expr {
    const base = this.postfix();
    if (!this.accept('^') && !this.accept('**')) return base;
    return { type: 'binary', operator: '^', left: base, right: this.unary() };
  }

  protected postfix(): Expr {
    const target = this.primary();
    const isPlace = ['name', 'field', 'element'].includes(target.type);
    if (isPlace && this.accept('++')) return { type: 'step', by: 1, prefix: false, target };
    if (isPlace && this.accept('--')) return { type: 'step', by: -1, prefix: false, target };
    return target;
  }

  protected primary(): Expr {
    const { kind, text } = this.next();
    switch (kind) {
      case 'number':
        return { type: 'number', value: Number(text) };
      case 'string':
        return { type: 'string', value: text };
      case 'regex':
        return { type: 'regex', source: text };
      case 'call':
        if (text === 'getline') break;
        this.expect('(');
        return { type: 'call', name: text, args: this.list(')') };
      case 'name':
        if (text === 'getline') return this.getline();
        if (text === 'length') return { type: 'call', name: 'length', args: [] };
        if (!this.accept('[')) return { type: 'name', name: text };
        return { type: 'element', name: text, keys: this.list(']') };
      case 'op':
        return this.operator(text);
      default:
        break;
    }
    throw new AwkError(`syntax error near ${text || 'the end'}`);
  }

  protected getline(): Expr {
    const target = this.peek.kind === 'name' ? this.primary() : undefined;
    const file = this.accept('<') ? this.primary() : undefined;
    return { type: 'getline', ...(target ? { target } : {}), ...(file ? { file } : {}) };
  }

  protected operator(text: string): Expr {
    if (text === '$')
      return {
        type: 'field',
        index: this.accept('++')
          ? { type: 'step', by: 1, prefix: true, target: this.primary() }
          : this.primary(),
      };
    if (text === '++' || text === '--')
      return { type: 'step', by: text === '++' ? 1 : -1, prefix: true, target: this.primary() };
    if (text === '-' || text === '!' || text === '+')
      return { type: 'unary', operator: text, operand: this.unary() };
    if (text !== '(') throw new AwkError(`syntax error near ${text}`);
    const greater = this.noGreater;
    this.noGreater = false;
    const items = this.list(')');
    this.noGreater = greater;
    if (this.is('in') && items.length > 1) {
      this.at += 1;
      return { type: 'in', name: this.next().text, keys: items };
    }
    const [only] = items;
    if (!only) throw new AwkError('syntax error near )');
    return { type: 'unary', operator: 'group', operand: only };
  }

  protected get peek(): Token {
    return this.tokens[this.at] ?? { kind: 'end', text: '' };
  }

  protected next(): Token {
    const token = this.peek;
    this.at += 1;
    return token;
  }

  protected is(text: string): boolean {
    return this.peek.text === text && this.peek.kind !== 'string' && this.peek.kind !== 'regex';
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) throw new AwkError(`syntax error near ${this.peek.text || 'the end'}`);
  }

  protected get atEnd(): boolean {
    return ['newline', 'end'].includes(this.peek.kind) || this.is(';') || this.is('}');
  }

  protected end(): void {
    if (this.is('}') || this.peek.kind === 'end') return;
    if (!this.accept(';') && !this.accept('\n')) throw new AwkError(`syntax error near ${this.peek.text}`);
  }

  protected newlines(): void {
    while (this.peek.kind === 'newline') this.at += 1;
  }

  protected blank(): void {
    while (this.peek.kind === 'newline' || this.is(';')) this.at += 1;
  }
}
