/**
 * A regular expression in Go's syntax (RE2) as one of the platform's. Both agree on nearly all that schemas use; named
 * groups, flags, POSIX classes, quoted parts and the anchors of a whole text are written differently.
 * @throws SyntaxError for what has no counterpart
 * @see https://pkg.go.dev/regexp/syntax
 */
export function regularExpression(pattern: string, flags = ''): RegExp {
  const source = new Translation(pattern).source();
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    // Go lets more be escaped than the Unicode mode does.
    return new RegExp(source, flags);
  }
}

/** Flags hold to the end of their group, which the platform has no counterpart for: they are worked into the parts. */
type Flags = { readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean };

class Translation {
  #rest: string;
  #flags: Flags = { ignoreCase: false, multiline: false, dotAll: false };
  /** Those of the groups around. */
  readonly #outer: Flags[] = [];

  constructor(pattern: string) {
    this.#rest = pattern;
  }

  source(): string {
    let source = '';
    while (this.#rest) source += this.#part();
    return source;
  }

  #part(): string {
    const group = this.#take(/^\(\?(?:([imsU]*)(?:-([imsU]+))?)([:)])/);
    if (group) return this.#flagged(group);
    const named = this.#take(/^\(\?P?<(\w+)>/);
    if (named) return this.#opened(`(?<${named[1]}>`);
    // Looking around is no part of RE2, which takes a time that grows with the text only.
    const unsupported = /^\(\?(?:<[=!]?|[\s\S])?/.exec(this.#rest);
    if (unsupported) throw new SyntaxError(`invalid or unsupported Perl syntax: \`${unsupported[0]}\``);
    if (this.#take(/^\(/)) return this.#opened('(');
    if (this.#take(/^\)/)) return this.#closed();
    const quoted = this.#take(/^\\Q([\s\S]*?)(?:\\E|$)/);
    if (quoted) return [...(quoted[1] ?? '')].map((letter) => this.#letter(letter)).join('');
    const braces = this.#take(/^\\x\{([\da-fA-F]+)\}/);
    if (braces) return `\\u{${braces[1]}}`;
    const escaped = this.#take(/^\\(?:[pP]\{[^}]*\}|x[\da-fA-F]{2}|[\s\S])/);
    if (escaped && /[1-9]$/.test(escaped[0]) && escaped[0].length === 2)
      throw new SyntaxError(`invalid escape sequence: \`${escaped[0]}\``);
    if (escaped) return anchors[escaped[0]] ?? escaped[0];
    const list = this.#take(/^\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]/);
    if (list) return this.#list(list[0]);
    return this.#plain(this.#take(/^[\s\S]/)?.[0] ?? '');
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.#rest);
    if (!found) return undefined;
    this.#rest = this.#rest.slice(found[0].length);
    return found;
  }

  #opened(source: string): string {
    this.#outer.push(this.#flags);
    return source;
  }

  #closed(): string {
    this.#flags = this.#outer.pop() ?? this.#flags;
    return ')';
  }

  #flagged([, on = '', off = '', end]: RegExpExecArray): string {
    if (end === ':') this.#outer.push(this.#flags);
    const flag = (letter: string, now: boolean): boolean =>
      (now || on.includes(letter)) && !off.includes(letter);
    const { ignoreCase, multiline, dotAll } = this.#flags;
    this.#flags = {
      ignoreCase: flag('i', ignoreCase),
      multiline: flag('m', multiline),
      dotAll: flag('s', dotAll),
    };
    return end === ':' ? '(?:' : '';
  }

  #plain(letter: string): string {
    const { multiline, dotAll, ignoreCase } = this.#flags;
    if (letter === '.') return dotAll ? '[\\s\\S]' : '[^\\n]';
    if (multiline && letter === '^') return '(?<=^|\\n)';
    if (multiline && letter === '$') return '(?=$|\\n)';
    return ignoreCase && isLetter(letter) ? bothCases(letter) : letter;
  }

  #letter(letter: string): string {
    if (this.#flags.ignoreCase && isLetter(letter)) return bothCases(letter);
    return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }

  #list(text: string): string {
    const named = text
      .replace(/^(\[\^?)\]/, '$1\\]')
      .replace(/\[:(\^?)(\w+):\]/g, (whole, not: string, name: string) =>
        not ? whole : (posix[name] ?? whole),
      )
      .replace(/(?!^)\[/g, (found, at: number, all: string) => (all[at - 1] === '\\' ? found : '\\['));
    if (!this.#flags.ignoreCase) return named;
    const [, start = '', content = ''] = /^(\[\^?)([\s\S]*)\]$/.exec(named) ?? [];
    return `${start}${content}${content.toUpperCase() === content ? '' : otherCase(content, 'toUpperCase')}${otherCase(content, 'toLowerCase')}]`;
  }
}

const isLetter = (letter: string): boolean => letter.toLowerCase() !== letter.toUpperCase();

const bothCases = (letter: string): string => `[${letter.toLowerCase()}${letter.toUpperCase()}]`;

/** The letters of a list, and ranges of them, in the other case; escapes mean what they mean in any. */
const otherCase = (content: string, change: 'toUpperCase' | 'toLowerCase'): string =>
  (content.match(/\\[\s\S]|[a-zA-Z]-[a-zA-Z]|[\s\S]/g) ?? [])
    .filter((part) => /^[a-zA-Z](-[a-zA-Z])?$/.test(part))
    .map((part) => part[change]())
    .join('');

const anchors: Readonly<Record<string, string>> = { '\\A': '^', '\\z': '$', '\\C': '[\\s\\S]' };

const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};
