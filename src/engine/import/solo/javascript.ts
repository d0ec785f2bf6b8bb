/** A text of a test with variables of the environment, and of the test itself, as parts of their own. */
export type Text = readonly (string | { readonly variable: string })[];

/** What an expression of a test may come to, as far as it is read. */
export type Value =
  | Text
  | number
  | boolean
  | { readonly items: readonly Value[] }
  | { readonly fields: ReadonlyMap<string, Value> };

/** Values by the names that a test gives them. */
export type Scope = ReadonlyMap<string, Value>;

export function isText(value: Value | undefined): value is Text {
  return Array.isArray(value);
}

/**
 * Reads an expression of JavaScript that is made of texts, templates, sums of them, `process.env.X`, names in scope, lists
 * and objects; undefined when anything else is in it.
 */
export function readExpression(source: string, scope: Scope): Value | undefined {
  const reader = new Expression(source, scope);
  const value = reader.sum();
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

class Expression {
  private at = 0;

  private readonly source: string;
  private readonly scope: Scope;

  constructor(source: string, scope: Scope) {
    this.source = source;
    this.scope = scope;
  }

  isAtEnd(): boolean {
    return this.take(/\s*/y) !== undefined && this.at === this.source.length;
  }

  sum(): Value | undefined {
    let value = this.term();
    while (value !== undefined && this.take(/\s*\+/y)) {
      const more = this.term();
      if (more === undefined) return undefined;
      value = [...asText(value), ...asText(more)];
    }
    return value;
  }

  private term(): Value | undefined {
    this.take(/\s*/y);
    const quoted = this.take(/'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y);
    if (quoted) return [unescaped(quoted[1] ?? quoted[2] ?? '')];
    const template = this.take(/`((?:[^`\\]|\\[\s\S])*)`/y);
    if (template) return this.template(template[1] ?? '');
    const env = this.take(/process\.env\.(\w+)/y);
    if (env) return [{ variable: env[1] ?? '' }];
    const number = this.take(/\d+(?:\.\d+)?/y);
    if (number) return Number(number[0]);
    const word = this.take(/(?:true|false)\b/y);
    if (word) return word[0] === 'true';
    if (this.take(/\[/y)) return this.list();
    if (this.take(/\{/y)) return this.map();
    const name = this.take(/[A-Za-z_$][\w$]*(?![\w$.(])/y);
    return name && this.scope.get(name[0]);
  }

  private template(body: string): Text | undefined {
    const parts: (string | { readonly variable: string })[] = [];
    for (const piece of body.split(/(\$\{[^{}]*\})/)) {
      const inner = /^\$\{([^{}]*)\}$/.exec(piece)?.[1];
      const value = inner === undefined ? [unescaped(piece)] : readExpression(inner, this.scope);
      if (value === undefined) return undefined;
      parts.push(...asText(value));
    }
    return parts.filter((part) => part !== '');
  }

  private list(): Value | undefined {
    const list: Value[] = [];
    while (!this.take(/\s*\]/y)) {
      const value = this.sum();
      if (value === undefined) return undefined;
      list.push(value);
      this.take(/\s*,/y);
    }
    return { items: list };
  }

  private map(): Value | undefined {
    const map = new Map<string, Value>();
    while (!this.take(/\s*\}/y)) {
      const key = this.take(/\s*(?:"([^"]*)"|'([^']*)'|([\w$]+))\s*:/y);
      const value = key && this.sum();
      if (!key || value === undefined) return undefined;
      map.set(key[1] ?? key[2] ?? key[3] ?? '', value);
      this.take(/\s*,/y);
    }
    return { fields: map };
  }

  private take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at;
    const found = form.exec(this.source);
    if (!found) return undefined;
    this.at += found[0].length;
    return found;
  }
}

function asText(value: Value): Text {
  if (isText(value)) return value;
  return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) => escapes[letter] ?? letter);
}
