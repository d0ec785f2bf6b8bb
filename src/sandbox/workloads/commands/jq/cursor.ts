import { JqSyntaxError } from './ast.ts';
import type { Token } from './tokenize.ts';

/** A place in the words of a filter. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  protected peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', text: 'end of file' };
  }

  protected next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  protected unexpected(): never {
    throw new JqSyntaxError(`syntax error, unexpected ${this.peek().text || 'text'}`);
  }

  protected is(symbol: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'symbol' && text === symbol;
  }

  protected isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && text === word;
  }

  protected take(symbol: string): boolean {
    if (!this.is(symbol) && !this.isWord(symbol)) return false;
    this.#at += 1;
    return true;
  }

  protected expect(symbol: string): void {
    if (!this.take(symbol)) this.unexpected();
  }

  protected skip(): void {
    this.#at += 1;
  }

  protected back(): void {
    this.#at -= 1;
  }
}
