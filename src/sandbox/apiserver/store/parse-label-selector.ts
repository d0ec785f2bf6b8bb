import { badRequest } from './api-error.ts';

/** One part of a label selector. */
type LabelRequirement = {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'doesnotexist' | 'gt' | 'lt';
  readonly values: readonly string[];
};

type Token = { readonly kind: 'word' | 'symbol' | 'end'; readonly text: string };

const token = /\s*(?:(==|!=|[=!(),<>])|([^\s=!(),<>]+))/y;

/** Reads a text once, from the front, so that a long selector takes as long as it is. */
class Tokens {
  readonly #all: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#all = [...tokensIn(text)];
  }

  peek(): Token {
    return this.#all[this.#at] ?? { kind: 'end', text: '' };
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }
}

function* tokensIn(text: string): Generator<Token> {
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [, symbol, word = ''] = match;
    yield symbol === undefined ? { kind: 'word', text: word } : { kind: 'symbol', text: symbol };
  }
}

/**
 * The parts of a label selector: `app=web,tier!=db,env in (a,b),!legacy`.
 * @throws ApiError 400 in the API server's words
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/labels#Parse
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  const tokens = new Tokens(text);
  const parts: LabelRequirement[] = [];
  if (tokens.peek().kind === 'end') return parts;
  for (;;) {
    if (!startsPart(tokens.peek())) throw unexpected(tokens.peek(), `!, identifier, or 'end of string'`);
    parts.push(readPart(tokens));
    const after = tokens.next();
    if (after.kind === 'end') return parts;
    if (after.text !== ',') throw unexpected(after, "',' or 'end of string'");
    if (!startsPart(tokens.peek())) throw unexpected(tokens.peek(), "identifier after ','");
  }
}

const startsPart = ({ kind, text }: Token): boolean => kind === 'word' || text === '!';

const unexpected = ({ text }: Token, expected: string) =>
  badRequest(`found '${text}', expected: ${expected}`);

const unparsable = (problem: string) => badRequest(`unable to parse requirement: ${problem}`);

const isEnd = ({ kind, text }: Token): boolean => kind === 'end' || text === ',';

function readPart(tokens: Tokens): LabelRequirement {
  const isNegated = tokens.peek().text === '!';
  if (isNegated) tokens.next();
  const { kind, text: key } = tokens.next();
  if (kind !== 'word') throw unparsable(`found '${key}', expected: identifier`);
  if (isNegated) return { key, operator: 'doesnotexist', values: [] };
  if (isEnd(tokens.peek())) return { key, operator: 'exists', values: [] };
  return { key, ...readCondition(tokens, tokens.next()) };
}

function readCondition(tokens: Tokens, { text }: Token): Omit<LabelRequirement, 'key'> {
  switch (text) {
    case 'in':
    case 'notin':
      return { operator: text, values: readValues(tokens) };
    case '=':
    case '==':
      return { operator: 'in', values: [readValue(tokens)] };
    case '!=':
      return { operator: 'notin', values: [readValue(tokens)] };
    case '>':
    case '<':
      return { operator: text === '>' ? 'gt' : 'lt', values: [wholeNumber(readValue(tokens))] };
    default:
      throw unparsable(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
  }
}

function wholeNumber(value: string): string {
  if (/^-?\d+$/.test(value)) return value;
  throw unparsable(
    `values[0]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
  );
}

function readValue(tokens: Tokens): string {
  if (isEnd(tokens.peek())) return '';
  const { kind, text } = tokens.next();
  if (kind !== 'word') throw unparsable(`found '${text}', expected: identifier`);
  return text;
}

function readValues(tokens: Tokens): readonly string[] {
  const open = tokens.next();
  if (open.text !== '(') throw unparsable(`found '${open.text}' expected: '('`);
  const values: string[] = [];
  for (let isAfterComma = true; ; ) {
    const { kind, text } = tokens.next();
    if (kind === 'word' && isAfterComma) values.push(text);
    else if (text === ')') return isAfterComma ? [...values, ''] : values;
    else if (text === ',' && isAfterComma) values.push('');
    else if (text !== ',') throw unparsable(`found '${text}', expected: ',' or ')'`);
    isAfterComma = text === ',';
  }
}
