import { type Ast, type Definition, JqSyntaxError, type Pattern } from './ast.ts';
import { Cursor } from './cursor.ts';
import { combined, levels } from './operators.ts';
import { type Token, tokenize } from './tokenize.ts';

/** Reads a filter. @throws JqSyntaxError */
export const parseJq = (source: string): Ast => new Parser(tokenize(source)).program();

/** Reads definitions alone. */
export const parseDefinitions = (source: string): readonly Definition[] =>
  new Parser(tokenize(source)).definitions();

const identity: Ast = { kind: 'identity' };

class Parser extends Cursor {
  program(): Ast {
    if (this.peek().kind === 'end') return identity;
    const ast = this.#pipe();
    if (this.peek().kind !== 'end') this.unexpected();
    return ast;
  }

  definitions(): readonly Definition[] {
    const found: Definition[] = [];
    while (this.isWord('def')) found.push(this.#definition());
    return found;
  }

  #pipe(): Ast {
    if (this.isWord('def')) {
      const definition = this.#definition();
      return { kind: 'define', definition, body: this.#pipe() };
    }
    const left = this.#comma();
    if (this.take('as')) {
      const pattern = this.#pattern();
      if (this.is('?//')) throw new JqSyntaxError('sandbox: alternative patterns of jq are not simulated');
      this.expect('|');
      return { kind: 'bind', source: left, pattern, body: this.#pipe() };
    }
    return this.take('|') ? { kind: 'pipe', left, right: this.#pipe() } : left;
  }

  #definition(): Definition {
    this.expect('def');
    const name = this.next().text;
    const params: string[] = [];
    if (this.take('(')) {
      do {
        const { kind, text } = this.next();
        params.push(kind === 'variable' ? `$${text}` : text);
      } while (this.take(';'));
      this.expect(')');
    }
    this.expect(':');
    const body = this.#pipe();
    this.expect(';');
    return { name, params, body };
  }

  #comma(): Ast {
    let left = this.#level(0);
    while (this.take(',')) left = { kind: 'comma', left, right: this.#level(0) };
    return left;
  }

  #level(index: number): Ast {
    const level = levels[index];
    if (!level) return this.#unary();
    let left = this.#level(index + 1);
    for (;;) {
      const operator = level.operators.find((one) => this.take(one));
      if (operator === undefined) return left;
      const right = this.#level(level.right ? index : index + 1);
      left = combined(operator, left, right);
      if (level.right || level.once) return left;
    }
  }

  #unary(): Ast {
    if (this.take('-')) return { kind: 'negate', of: this.#postfix() };
    return this.#postfix();
  }

  #postfix(): Ast {
    let of = this.#term();
    for (;;) {
      const token = this.peek();
      if (token.kind === 'field') {
        this.skip();
        of = { kind: 'index', of, at: { kind: 'literal', value: token.text } };
      } else if (this.is('.') && this.peek(1).kind === 'text') {
        this.skip();
        of = { kind: 'index', of, at: this.#term() };
      } else if (this.is('.') && this.peek(1).text === '[') this.skip();
      else if (this.is('[')) of = this.#brackets(of);
      else if (this.take('?')) of = { kind: 'try', of };
      else return of;
    }
  }

  #brackets(of: Ast): Ast {
    this.expect('[');
    if (this.take(']')) return { kind: 'iterate', of };
    if (this.take(':')) {
      const to = this.#pipe();
      this.expect(']');
      return { kind: 'slice', of, to };
    }
    const at = this.#pipe();
    if (!this.take(':')) {
      this.expect(']');
      return { kind: 'index', of, at };
    }
    if (this.take(']')) return { kind: 'slice', of, from: at };
    const to = this.#pipe();
    this.expect(']');
    return { kind: 'slice', of, from: at, to };
  }

  #term(): Ast {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'text':
        return this.#text(token, '@text');
      case 'format': {
        const text = this.peek();
        if (text.kind !== 'text') return { kind: 'format', name: token.text };
        this.skip();
        return this.#text(text, token.text);
      }
      case 'field':
        return { kind: 'index', of: identity, at: { kind: 'literal', value: token.text } };
      case 'variable':
        return { kind: 'variable', name: token.text };
      case 'word':
        return this.#word(token.text);
      default:
        return this.#symbol(token.text);
    }
  }

  #text(token: Token, format: string): Ast {
    const parts = token.kind === 'text' ? token.parts : [];
    return {
      kind: 'text',
      format,
      parts: parts.map((part) => (typeof part === 'string' ? part : new Parser(part).program())),
    };
  }

  #symbol(text: string): Ast {
    if (text === '..') return { kind: 'recurse' };
    if (text === '.') {
      if (this.peek().kind !== 'text') return identity;
      return { kind: 'index', of: identity, at: this.#term() };
    }
    if (text === '(') {
      const inner = this.#pipe();
      this.expect(')');
      return inner;
    }
    if (text === '[') {
      if (this.take(']')) return { kind: 'array' };
      const of = this.#pipe();
      this.expect(']');
      return { kind: 'array', of };
    }
    if (text === '{') return this.#object();
    this.back();
    return this.unexpected();
  }

  #object(): Ast {
    const fields: { key: Ast; value: Ast }[] = [];
    while (!this.take('}')) {
      fields.push(this.#field());
      if (!this.is('}')) this.expect(',');
    }
    return { kind: 'object', fields };
  }

  #field(): { key: Ast; value: Ast } {
    const token = this.peek();
    const literal = (value: string): Ast => ({ kind: 'literal', value });
    if (token.kind === 'variable') {
      this.skip();
      return { key: literal(token.text), value: { kind: 'variable', name: token.text } };
    }
    const isName = token.kind === 'word' || token.kind === 'number';
    if (isName) this.skip();
    const key = isName ? literal(token.text) : this.#term();
    if (!this.take(':')) return { key, value: { kind: 'index', of: identity, at: key } };
    return { key, value: this.#value() };
  }

  /** Values of fields go up to a comma; `|` may stand between their parts. */
  #value(): Ast {
    const left = this.#level(0);
    return this.take('|') ? { kind: 'pipe', left, right: this.#value() } : left;
  }

  #word(name: string): Ast {
    if (name === 'null') return { kind: 'literal', value: null };
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'if') return this.#if();
    if (name === 'try') {
      const of = this.#postfix();
      return this.take('catch') ? { kind: 'try', of, otherwise: this.#postfix() } : { kind: 'try', of };
    }
    if (name === 'reduce' || name === 'foreach') return this.#fold(name);
    if (['label', 'import', 'include'].includes(name))
      throw new JqSyntaxError(`sandbox: ${name} of jq is not simulated`);
    const args: Ast[] = [];
    if (this.take('(')) {
      do args.push(this.#pipe());
      while (this.take(';'));
      this.expect(')');
    }
    return { kind: 'call', name, args };
  }

  #if(): Ast {
    const condition = this.#pipe();
    this.expect('then');
    const then = this.#pipe();
    if (this.take('elif')) return { kind: 'if', condition, then, otherwise: this.#if() };
    const otherwise = this.take('else') ? this.#pipe() : identity;
    this.expect('end');
    return { kind: 'if', condition, then, otherwise };
  }

  #fold(kind: 'reduce' | 'foreach'): Ast {
    const source = this.#postfix();
    this.expect('as');
    const pattern = this.#pattern();
    this.expect('(');
    const start = this.#pipe();
    this.expect(';');
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.take(';') ? this.#pipe() : undefined;
    this.expect(')');
    return { kind, source, pattern, start, update, ...(extract ? { extract } : {}) };
  }

  #pattern(): Pattern {
    const token = this.next();
    if (token.kind === 'variable') return { kind: 'name', name: token.text };
    if (token.text === '[') {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.take(','));
      this.expect(']');
      return { kind: 'list', items };
    }
    if (token.text !== '{') {
      this.back();
      return this.unexpected();
    }
    const fields: { key: Ast; value: Pattern }[] = [];
    do {
      const key = this.peek();
      if (key.kind === 'variable') {
        this.skip();
        const value: Pattern = { kind: 'name', name: key.text };
        fields.push({ key: { kind: 'literal', value: key.text }, value });
        continue;
      }
      if (key.kind === 'word') this.skip();
      const name: Ast = key.kind === 'word' ? { kind: 'literal', value: key.text } : this.#term();
      this.expect(':');
      fields.push({ key: name, value: this.#pattern() });
    } while (this.take(','));
    this.expect('}');
    return { kind: 'fields', fields };
  }
}
