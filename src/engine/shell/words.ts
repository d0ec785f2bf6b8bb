import type { Assignment, ParameterExpansionPart, Word, WordPart } from 'unbash';

/**
 * A word of a command. `value` is without its quotes; what bash computes stays in it as it is written: `$NAME`.
 * `from` and `to` are offsets in the text that was read.
 */
export type ShellWord = {
  readonly value: string;
  /** As it is written. */
  readonly text: string;
  /**
   * What bash makes of it. `nothing`: the value is the word. `variables`: it has `$NAME` and `${NAME}` in it, and is
   * one word as it is meant. `value`: the same with what can't be told from values alone: `$(…)`, `${X:-…}`. `list`: any
   * number of words, which may be options: `"${ARGS[@]}"`, `$*`, patterns of files, `{a,b}`.
   */
  readonly expands: Expansion;
  readonly from: number;
  readonly to: number;
};

/** From what is known to what is least known. */
const expansions = ['nothing', 'variables', 'value', 'list'] as const;

type Expansion = (typeof expansions)[number];

/** Whether what a word becomes is known from its text. */
export function isLiteral({ expands }: ShellWord): boolean {
  return expands === 'nothing';
}

/** Reads a word that stands at a range, or an assignment that stands among the words of a command: `export A=1`. */
export function readWord(
  node: Word | Assignment,
  range: { readonly from: number; readonly to: number },
): ShellWord {
  if (node.type === 'Word') {
    return { value: node.value, text: node.text, expands: expansionOf(node.parts ?? []), ...range };
  }
  const { value } = node;
  const expands = value.type === 'Word' ? expansionOf(value.parts ?? []) : 'list';
  const plain = value.type === 'Word' ? `${node.name}${node.append ? '+' : ''}=${value.value}` : node.text;
  return { value: plain, text: node.text, expands, ...range };
}

function expansionOf(parts: readonly WordPart[]): Expansion {
  return leastKnown(parts.map(expansionOfPart));
}

function expansionOfPart(part: WordPart): Expansion {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return 'nothing';
    case 'DoubleQuoted':
    case 'LocaleString':
      return expansionOf(part.parts);
    case 'SimpleExpansion':
      return /^\$[@*]$/.test(part.text) ? 'list' : /^\$\w+$/.test(part.text) ? 'variables' : 'value';
    case 'ParameterExpansion':
      return expansionOfParameter(part);
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return 'list';
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return 'value';
    default:
      return part satisfies never;
  }
}

/** The least known of some. */
export function leastKnown(all: readonly Expansion[]): Expansion {
  return expansions.findLast((each) => all.includes(each)) ?? 'nothing';
}

function expansionOfParameter({ parameter, prefix, index, operation }: ParameterExpansionPart): Expansion {
  if (isList(parameter) || isList(index?.value) || operation?.type === 'Names') return 'list';
  return prefix || index || operation ? 'value' : 'variables';
}

function isList(word: string | undefined): boolean {
  return word === '@' || word === '*';
}
