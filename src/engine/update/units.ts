import type { PatternPart } from '../expectations/pattern.ts';

/** A word (letters, digits, `_`) or one other character of a field, with its place. */
export type Token = { readonly text: string; readonly from: number; readonly to: number };

/** What one unit of a pattern field takes of the tokens from `at` on: how many, or undefined when it doesn't match. */
export type Unit = {
  readonly source: string;
  /** What it counts for when it matches: words count, punctuation hardly. */
  readonly weight: number;
  readonly kind: 'literal' | 'gap' | 'other';
  take(tokens: readonly Token[], at: number): number | undefined;
};

/** The weight of a word. */
export const wordWeight = 1000;
/** Punctuation tells which of several places is meant, but nothing is near because of it. */
const markWeight = 20;

export function tokensOf(field: string): readonly Token[] {
  return [...field.matchAll(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu)].map(({ 0: text, index: from }) => ({
    text,
    from,
    to: from + text.length,
  }));
}

/** The units of a field's parts, in order. */
export function unitsOf(
  parts: readonly PatternPart[],
  variables: Readonly<Record<string, string>>,
): readonly Unit[] {
  return parts.flatMap((part) => unitsOfPart(part, variables));
}

function unitsOfPart(part: PatternPart, variables: Readonly<Record<string, string>>): readonly Unit[] {
  switch (part.kind) {
    case 'literal':
      return tokensOf(part.text).map(literalUnit);
    case 'variable':
      return [variableUnit(part.name, tokensOf(variables[part.name] ?? ''))];
    case 'octet':
      return [unit('x', 'other', (text) => /^\d{1,3}$/.test(text))];
    case 'status':
      return [unit(part.status, 'other', (text) => statusFits(part.status, text))];
    case 'protocol':
      return [{ source: 'HTTP', weight: wordWeight, kind: 'other', take: takeProtocol }];
    case 'gap':
      return [{ source: '...', weight: 0, kind: 'gap', take: () => 0 }];
    case 'blanks':
      return [];
    default:
      return part satisfies never;
  }
}

function literalUnit({ text }: Token): Unit {
  return unit(text, 'literal', (other) => other === text);
}

function unit(source: string, kind: Unit['kind'], fits: (text: string) => boolean): Unit {
  const weight = /[\p{L}\p{N}_]/u.test(source) ? wordWeight : markWeight;
  return { source, weight, kind, take: (tokens, at) => (fits(tokens[at]?.text ?? '') ? 1 : undefined) };
}

/** A variable is kept where its whole value stands. */
function variableUnit(name: string, value: readonly Token[]): Unit {
  const take = (tokens: readonly Token[], at: number) =>
    value.length > 0 && value.every(({ text }, index) => tokens[at + index]?.text === text)
      ? value.length
      : undefined;
  return { source: `\${${name}}`, weight: wordWeight, kind: 'other', take };
}

function statusFits(status: string, text: string): boolean {
  return (
    text.length === status.length &&
    [...status].every((digit, at) => (digit === 'x' ? /\d/.test(text.charAt(at)) : digit === text[at]))
  );
}

/** `HTTP` with or without a version. */
function takeProtocol(tokens: readonly Token[], at: number): number | undefined {
  const texts = tokens.slice(at, at + 5).map(({ text }) => text);
  if (texts[0] !== 'HTTP') return undefined;
  const version = /^HTTP\/\d(?:\.\d)?/.exec(texts.join(''))?.[0] ?? 'HTTP';
  return tokensOf(version).length;
}
