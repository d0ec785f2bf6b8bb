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
  while (rest) {
    const { length, token } = nextToken(rest, tokens.at(-1));
    if (token) tokens.push(token);
    rest = rest.slice(length);
  }
  return [...tokens, { kind: 'end', text: '' }];
}

/** How much of the text a word takes; blanks and comments are none. */
type Taken = { readonly length: number; readonly token?: Token };

type Reader = (rest: string, last: Token | undefined) => Taken | undefined;

/** Each reads one kind of word; they are tried in this order. */
const readers: readonly Reader[] = [
  (rest) => {
    const blank = /^(?:[ \t\r]|\\\n|#[^\n]*)+/.exec(rest)?.[0];
    return blank === undefined ? undefined : { length: blank.length };
  },
  (rest) => (rest.startsWith('\n') ? { length: 1, token: { kind: 'newline', text: '\n' } } : undefined),
  (rest) => taken('number', /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest)?.[0]),
  (rest) => {
    const [all, inside = ''] = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(rest) ?? [];
    return taken('string', all, unescaped(inside));
  },
  (rest, last) => {
    if (endsValue(last)) return undefined;
    const [all, inside = ''] = /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]]*\])*)\//.exec(rest) ?? [];
    return taken('regex', all, inside.replaceAll('\\/', '/'));
  },
  (rest) => {
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    return taken(rest[name?.length ?? 0] === '(' ? 'call' : 'name', name);
  },
  (rest) => taken('op', operators.exec(rest)?.[0]),
];

function nextToken(rest: string, last: Token | undefined): Taken {
  for (const read of readers) {
    const found = read(rest, last);
    if (found) return found;
  }
  throw new AwkError(`syntax error near ${rest.slice(0, 10)}`);
}

const taken = (kind: Token['kind'], all: string | undefined, text = all): Taken | undefined =>
  all === undefined ? undefined : { length: all.length, token: { kind, text: text ?? '' } };

/** Whether a slash after this word divides. */
const endsValue = (last: Token | undefined): boolean =>
  last !== undefined &&
  (['number', 'string', 'regex', 'name'].includes(last.kind) ||
    [')', ']', '$', '++', '--'].includes(last.text));

const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|[\s\S])/g, (_, letter: string) =>
    /^[0-7]/.test(letter)
      ? String.fromCharCode(Number.parseInt(letter, 8))
      : (escapes[letter] ?? `\\${letter}`),
  );
