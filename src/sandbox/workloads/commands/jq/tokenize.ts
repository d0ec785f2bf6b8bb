import { JqSyntaxError } from './ast.ts';

export type Token =
  | {
      readonly kind: 'number' | 'word' | 'variable' | 'field' | 'format' | 'symbol' | 'end';
      readonly text: string;
    }
  /** A text with the source of what is put into it. */
  | { readonly kind: 'text'; readonly text: string; readonly parts: readonly (string | readonly Token[])[] };

const plain =
  /\s*(?:#[^\n]*\n?\s*)*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\.([A-Za-z_]\w*)|([A-Za-z_]\w*(?:::\w+)*)|\$(?:__loc__|([A-Za-z_]\w*))|(@\w+)|(\?\/\/=?|\/\/=?|\|=|[-+*/%]=|[=!<>]=|\.\.|[-+*/%|,.:;()[\]{}=<>?]))/y;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

/** The words of a filter. @throws JqSyntaxError */
export function tokenize(source: string): readonly Token[] {
  const { tokens, at } = read(source, 0, false);
  if (at < source.length) throw new JqSyntaxError(`syntax error, unexpected ${source[at]}`);
  return tokens;
}

type Read = { readonly tokens: readonly Token[]; readonly at: number };

/** Reads up to the end, or inside of a text up to the bracket that closes what is put into it. */
function read(source: string, start: number, isInside: boolean): Read {
  const tokens: Token[] = [];
  let at = start;
  for (let depth = 0; ; ) {
    at += /^(?:\s|#[^\n]*)*/.exec(source.slice(at))?.[0].length ?? 0;
    if (at >= source.length) break;
    if (source[at] === '"') {
      const text = readText(source, at + 1);
      tokens.push(text.token);
      at = text.at;
      continue;
    }
    plain.lastIndex = at;
    const match = plain.exec(source);
    if (!match)
      throw new JqSyntaxError(`syntax error, unexpected INVALID_CHARACTER at ${source.slice(at, at + 10)}`);
    const token = tokenOf(match);
    if (token.text === '(') depth += 1;
    if (token.text === ')' && isInside && depth === 0) break;
    if (token.text === ')') depth -= 1;
    at = plain.lastIndex;
    tokens.push(token);
  }
  return { tokens, at };
}

/** The kinds that the groups of `plain` find, in their order. */
const kinds = ['number', 'field', 'word', 'variable', 'format', 'symbol'] as const;

function tokenOf([, ...groups]: RegExpExecArray): Token {
  const index = groups.findIndex((group) => group !== undefined);
  if (index < 0) throw new JqSyntaxError('sandbox: $__loc__ of jq is not simulated');
  return { kind: kinds[index] ?? 'symbol', text: groups[index] ?? '' };
}

function readText(source: string, start: number): { readonly token: Token; readonly at: number } {
  const parts: (string | readonly Token[])[] = [];
  let text = '';
  for (let at = start; at < source.length; ) {
    const letter = source[at] ?? '';
    if (letter === '"') {
      const token: Token = { kind: 'text', text: '', parts: [...parts, text] };
      return { token, at: at + 1 };
    }
    if (letter !== '\\') {
      text += letter;
      at += 1;
      continue;
    }
    const next = source[at + 1] ?? '';
    if (next === '(') {
      const inner = read(source, at + 2, true);
      parts.push(text, inner.tokens);
      text = '';
      at = inner.at + 1;
    } else if (next === 'u') {
      text += String.fromCharCode(Number.parseInt(source.slice(at + 2, at + 6), 16));
      at += 6;
    } else {
      const escaped = escapes[next];
      if (escaped === undefined) throw new JqSyntaxError(`syntax error, invalid escape \\${next}`);
      text += escaped;
      at += 2;
    }
  }
  throw new JqSyntaxError('syntax error, unexpected end of file, unterminated string literal');
}
