/** What is wrong with a text that is no JSON, in the words of Go's `encoding/json`. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return new Scanner(text).problem();
  }
}

/** What Go calls the type of a JSON value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Reads a text until something is wrong with it.
 * @see https://github.com/golang/go/blob/go1.24.2/src/encoding/json/scanner.go
 */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  problem(): string {
    try {
      this.#value();
      this.#blanks();
      this.#unexpected('after top-level value');
    } catch (error) {
      if (error instanceof JsonProblem) return error.message;
      throw error;
    }
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #unexpected(context: string): never {
    const found = this.#text.codePointAt(this.#at);
    if (found === undefined) throw new JsonProblem('unexpected end of JSON input');
    throw new JsonProblem(`invalid character ${quoted(String.fromCodePoint(found))} ${context}`);
  }

  #is(pattern: RegExp): boolean {
    return pattern.test(this.#text[this.#at] ?? '');
  }

  #value(): void {
    this.#blanks();
    const first = this.#text[this.#at] ?? '';
    if (first === '{') this.#object();
    else if (first === '[') this.#list();
    else if (first === '"') this.#string();
    else if (/[-\d]/.test(first)) this.#number();
    else this.#literal(first);
  }

  #object(): void {
    for (let isFirst = true; ; isFirst = false) {
      this.#at += 1;
      this.#blanks();
      if (isFirst && this.#is(/\}/)) break;
      if (!this.#is(/"/)) this.#unexpected('looking for beginning of object key string');
      this.#string();
      this.#blanks();
      if (!this.#is(/:/)) this.#unexpected('after object key');
      this.#at += 1;
      this.#value();
      this.#blanks();
      if (this.#is(/\}/)) break;
      if (!this.#is(/,/)) this.#unexpected('after object key:value pair');
    }
    this.#at += 1;
  }

  #list(): void {
    for (let isFirst = true; ; isFirst = false) {
      this.#at += 1;
      this.#blanks();
      if (isFirst && this.#is(/\]/)) break;
      this.#value();
      this.#blanks();
      if (this.#is(/\]/)) break;
      if (!this.#is(/,/)) this.#unexpected('after array element');
    }
    this.#at += 1;
  }

  #string(): void {
    this.#at += 1;
    for (; !this.#is(/"/); this.#at += 1) {
      if ((this.#text[this.#at] ?? '') < ' ') this.#unexpected('in string literal');
      if (!this.#is(/\\/)) continue;
      this.#at += 1;
      if (!this.#is(/[bfnrt\\/"u]/)) this.#unexpected('in string escape code');
      if (!this.#is(/u/)) continue;
      for (let digit = 0; digit < 4; digit += 1) {
        this.#at += 1;
        if (!this.#is(/[\da-fA-F]/)) this.#unexpected('in \\u hexadecimal character escape');
      }
    }
    this.#at += 1;
  }

  #number(): void {
    if (this.#is(/-/)) this.#at += 1;
    if (!this.#is(/\d/)) this.#unexpected('in numeric literal');
    if (this.#is(/0/)) this.#at += 1;
    else this.#digits('in numeric literal');
    if (this.#is(/\./)) {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (!this.#is(/[eE]/)) return;
    this.#at += 1;
    if (this.#is(/[-+]/)) this.#at += 1;
    this.#digits('in exponent of numeric literal');
  }

  #digits(context: string): void {
    if (!this.#is(/\d/)) this.#unexpected(context);
    while (this.#is(/\d/)) this.#at += 1;
  }

  #literal(first: string): void {
    const literal = first && literals.find((one) => one.startsWith(first));
    if (!literal) this.#unexpected('looking for beginning of value');
    for (const letter of literal) {
      if (this.#text[this.#at] !== letter)
        this.#unexpected(`in literal ${literal} (expecting ${quoted(letter)})`);
      this.#at += 1;
    }
  }
}

const literals = ['true', 'false', 'null'] as const;

class JsonProblem extends Error {}

function quoted(letter: string): string {
  if (letter === "'") return "'\\''";
  if (letter === '"') return "'\"'";
  const code = letter.codePointAt(0) ?? 0;
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
  return `'${named[letter] ?? (code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : letter)}'`;
}
