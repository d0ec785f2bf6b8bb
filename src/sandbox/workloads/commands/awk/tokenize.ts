import { AwkError } from './ast.ts';

export type Token = {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'op' | 'newline' | 'end';
  readonly text: string;
};

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  '/': '/',
  a: '\x07',
};

const operators = /^(\*\*=|\+\+|--|\*\*|[-+*/%^!=<>]=|!~|&&|\|\||>>|[-+*/%^!<>=~?:,;(){}[\]$|])/;

/** A program's words. @throws AwkError */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = source;
  const take = (length: number): void => {
    rest = rest.slice(length);
  };
  const valueBefore = (): boolean => {
    const last = tokens.at(-1);
    return (
      last !== undefined &&
      (['number', 'string', 'regex', 'name'].includes(last.kind) ||
        [')', ']', '$', '++', '--'].includes(last.text))
    );
  };
  while (rest) {
    const blank = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(rest)?.[0];
    if (blank) {
      take(blank.length);
      continue;
    }
    if (rest.startsWith('\n')) {
      tokens.push({ kind: 'newline', text: '\n' });
      take(1);
      continue;
    }
    const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest)?.[0];
    if (number) {
      tokens.push({ kind: 'number', text: number });
      take(number.length);
      continue;
    }
    const text = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest);
    if (text) {
      const value = (text[1] ?? '').replace(/\\([0-7]{1,3}|[\s\S])/g, (_, letter: string) =>
        /^[0-7]/.test(letter)
          ? String.fromCharCode(Number.parseInt(letter, 8))
          : (escapes[letter] ?? `\\${letter}`),
      );
      tokens.push({ kind: 'string', text: value });
      take(text[0].length);
      continue;
    }
    const regex = valueBefore() ? undefined : /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]]*\])*)\//.exec(rest);
    if (regex) {
      tokens.push({ kind: 'regex', text: (regex[1] ?? '').replaceAll('\\/', '/') });
      take(regex[0].length);
      continue;
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    if (name) {
      tokens.push({ kind: rest[name.length] === '(' ? 'call' : 'name', text: name });
      take(name.length);
      continue;
    }
    const operator = operators.exec(rest)?.[0];
    if (!operator) throw new AwkError(`syntax error near ${rest.slice(0, 10)}`);
    tokens.push({ kind: 'op', text: operator });
    take(operator.length);
  }
  return [...tokens, { kind: 'end', text: '' }];
}
