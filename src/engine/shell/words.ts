import type { Assignment, Word, WordPart } from 'unbash';
import { type Place, rangeOf } from './place.ts';

/**
 * A word of a command. `value` is without its quotes; what bash computes stays in it as it is written: `$NAME`.
 * `from` and `to` are offsets in the text that was read.
 */
export type ShellWord = {
  readonly value: string;
  /** As it is written. */
  readonly text: string;
  /**
   * What bash makes of it. `nothing`: the value is the word. `value`: variables and substitutions, one word as it is
   * meant. `list`: any number of words, which may be options: `"${ARGS[@]}"`, `$*`, patterns of files, `{a,b}`.
   */
  readonly expands: 'nothing' | 'value' | 'list';
  readonly from: number;
  readonly to: number;
};

/** Whether what a word becomes is known from its text. */
export function isLiteral({ expands }: ShellWord): boolean {
  return expands === 'nothing';
}

/** Reads a word, or an assignment that stands among the words of a command: `export A=1`. */
export function readWord(node: Word | Assignment, place: Place): ShellWord {
  const range = rangeOf(node, place);
  if (node.type === 'Word') {
    return { value: node.value, text: node.text, expands: expansionOf(node.parts ?? []), ...range };
  }
  const { value } = node;
  const expands = value.type === 'Word' ? expansionOf(value.parts ?? []) : 'list';
  const plain = value.type === 'Word' ? `${node.name}${node.append ? '+' : ''}=${value.value}` : node.text;
  return { value: plain, text: node.text, expands, ...range };
}

function expansionOf(parts: readonly WordPart[]): ShellWord['expands'] {
  const kinds = parts.map(expansionOfPart);
  return kinds.includes('list') ? 'list' : kinds.includes('value') ? 'value' : 'nothing';
}

function expansionOfPart(part: WordPart): ShellWord['expands'] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return 'nothing';
    case 'DoubleQuoted':
    case 'LocaleString':
      return expansionOf(part.parts);
    case 'SimpleExpansion':
      return /^\$[@*]$/.test(part.text) ? 'list' : 'value';
    case 'ParameterExpansion':
      return isList(part.parameter) || isList(part.index?.value) || part.operation?.type === 'Names'
        ? 'list'
        : 'value';
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

function isList(word: string | undefined): boolean {
  return word === '@' || word === '*';
}
