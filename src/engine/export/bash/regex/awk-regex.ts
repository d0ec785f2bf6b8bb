import { checkBoundaries } from './boundaries.ts';
import { type CharacterSet, type CodeRange, complementOf, wordCharacters } from './character-set.ts';
import { parseRegex, type RegexNode, UnsupportedRegex } from './parse-regex.ts';
import { sequencesOf } from './utf8.ts';

/** Copies of a part that a count such as `{3,5}` may come to. */
const mostCopies = 500;

/**
 * A regular expression of JavaScript as an extended one for awk that matches the same lines, byte by byte. Bytes that
 * aren't ASCII are written `\200`. With `\b` in it the ends of words are marked in the line by `\001`, which is then
 * `marked`. Counts are written out, since not every awk knows them.
 * @throws UnsupportedRegex
 */
export function awkRegex(source: string): { readonly regex: string; readonly marked: boolean } {
  const node = parseRegex(source);
  const marked = hasBoundary(node);
  if (marked) checkBoundaries(node);
  const writer = new Writer(marked);
  return { regex: writer.write(node), marked };
}

/** The expression for one character of a set. */
export function awkSet(set: CharacterSet): string {
  return new Writer(false).set(set);
}

function hasBoundary(node: RegexNode): boolean {
  switch (node.kind) {
    case 'boundary':
      return true;
    case 'sequence':
      return node.parts.some(hasBoundary);
    case 'either':
      return node.branches.some(hasBoundary);
    case 'repeat':
      return hasBoundary(node.node);
    case 'set':
    case 'start':
    case 'end':
      return false;
    default:
      return node satisfies never;
  }
}

const mark = '\\001';

class Writer {
  readonly #marked: boolean;
  #copies = 0;

  constructor(marked: boolean) {
    this.#marked = marked;
  }

  write(node: RegexNode): string {
    switch (node.kind) {
      case 'set':
        return this.#marked ? `${mark}?${this.set(node.set)}` : this.set(node.set);
      case 'start':
        return '^';
      case 'end':
        return this.#marked ? `${mark}?$` : '$';
      case 'boundary':
        return mark;
      case 'sequence':
        return this.#sequence(node.parts);
      case 'either':
        return this.#either(node.branches);
      case 'repeat':
        return this.#repeat(node);
      default:
        return node satisfies never;
    }
  }

  /** Not every awk takes an anchor between other parts, where it can hardly mean anything. */
  #sequence(parts: readonly RegexNode[]): string {
    const stray = parts.some(
      ({ kind }, index) => (kind === 'start' && index > 0) || (kind === 'end' && index < parts.length - 1),
    );
    if (stray) throw new UnsupportedRegex('look for an end of a line in the middle');
    return parts.map((part, index) => this.#part(part, parts[index - 1])).join('');
  }

  /** Within a word, and right behind an end of one, there is no mark. */
  #part(part: RegexNode, before: RegexNode | undefined): string {
    if (part.kind === 'either') return this.#group(part);
    const noMark =
      before?.kind === 'boundary' ||
      (before?.kind === 'set' && part.kind === 'set' && isWord(before.set) && isWord(part.set));
    return noMark && part.kind === 'set' ? this.set(part.set) : this.write(part);
  }

  /** An empty branch has no expression of its own. */
  #either(branches: readonly RegexNode[]): string {
    const texts = branches.map((branch) => this.write(branch));
    const some = texts.filter((text) => text !== '');
    return some.length === texts.length ? texts.join('|') : `(${some.join('|')})?`;
  }

  #repeat({ node, min, max }: Extract<RegexNode, { kind: 'repeat' }>): string {
    const text = this.#group(node);
    if (text === '' || max === 0) return '';
    if (min === 0 && max === 1) return `${text}?`;
    if (max === Number.POSITIVE_INFINITY) {
      this.#count(min);
      return min === 1 ? `${text}+` : `${text.repeat(min)}${text}*`;
    }
    this.#count(max);
    return `${text.repeat(min)}${`${text}?`.repeat(max - min)}`;
  }

  #count(copies: number): void {
    this.#copies += copies;
    if (this.#copies > mostCopies) throw new UnsupportedRegex(`count to more than ${mostCopies}`);
  }

  /** As one thing that can be repeated. */
  #group(node: RegexNode): string {
    const text = this.write(node);
    const isOne = !this.#marked && node.kind === 'set';
    return text === '' || isOne || /^\((?:[^()]|\\[()])*\)$/.test(text) ? text : `(${text})`;
  }

  set(all: CharacterSet): string {
    const set = all.flatMap(withoutMark);
    const ascii = set
      .filter(([from]) => from < 0x80)
      .map(([from, to]): CodeRange => [from, Math.min(to, 0x7f)]);
    const sequences = sequencesOf(set).map((sequence) => sequence.map(byteRange).join(''));
    const [only] = set;
    if (set.length === 1 && only !== undefined && only[0] === only[1] && only[0] >= 0xa0) {
      return this.#marked ? String.fromCodePoint(only[0]) : `(${String.fromCodePoint(only[0])})`;
    }
    const texts = [...(ascii.length === 0 ? [] : [asciiSet(ascii)]), ...sequences];
    // Nothing at all, as `[]`: no line has the mark twice.
    if (texts.length === 0) return `(${mark}${mark})`;
    return texts.length === 1 && (ascii.length > 0 || !texts[0]?.includes('\\'))
      ? (texts[0] ?? '')
      : `(${texts.join('|')})`;
  }
}

/** No line has the mark in it, or a NUL. */
function withoutMark([from, to]: CodeRange): readonly CodeRange[] {
  return to < 2 ? [] : [[Math.max(from, 2), to]];
}

function byteRange([from, to]: CodeRange): string {
  return from === to ? octal(from) : `[${octal(from)}-${octal(to)}]`;
}

function isWord(set: CharacterSet): boolean {
  return set.every(([from, to]) => wordCharacters.some(([low, high]) => from >= low && to <= high));
}

function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

function asciiSet(ranges: readonly CodeRange[]): string {
  const [first] = ranges;
  if (ranges.length === 1 && first !== undefined && first[0] === first[1]) return single(first[0]);
  const others = complementOf(ranges).filter(([from]) => from < 0x80);
  const isMost = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0) > 64;
  if (!isMost) return `[${bracket(ranges)}]`;
  const rest = others.map(([from, to]): CodeRange => [Math.max(from, 1), Math.min(to, 0x7f)]);
  return `[^${bracket(rest, true)}]`;
}

function single(code: number): string {
  if (code < 0x20 || code === 0x7f) return octal(code);
  const character = String.fromCharCode(code);
  return /[\\^$.*+?()[\]{}|]/.test(character) ? `\\${character}` : character;
}

/**
 * The members of a bracket. What means something there stands where it doesn't: `]` first, `[`, `^` and `-` last. A
 * backslash is doubled, which is one whether an awk reads escapes in brackets or not.
 */
function bracket(ranges: readonly CodeRange[], negated = false): string {
  const parts = ranges.flatMap(apart);
  const has = (character: string): boolean => parts.some(([from]) => from === character.charCodeAt(0));
  const rest = parts.filter(([from]) => !isSpecial(from)).map(rangeText);
  const start = `${has(']') ? ']' : ''}${negated ? '\\200-\\377' : ''}${rest.join('')}${has('[') ? '[' : ''}`;
  const dash = has('-') ? '-' : '';
  if (!has('^')) return `${start}${dash}`;
  return start === '' ? `${dash}^` : `${start}^${dash}`;
}

/** Whether a character means something in a bracket, at the end of a range too. */
function isSpecial(code: number): boolean {
  return /[[\]^-]/.test(String.fromCharCode(code));
}

/** A range without those of its ends that mean something, which stand for themselves. */
function apart([from, to]: CodeRange): readonly CodeRange[] {
  if (from > to) return [];
  if (isSpecial(from)) return [[from, from], ...apart([from + 1, to])];
  return isSpecial(to) ? [...apart([from, to - 1]), [to, to]] : [[from, to]];
}

function rangeText([from, to]: CodeRange): string {
  return from === to ? inBracket(from) : `${inBracket(from)}-${inBracket(to)}`;
}

function inBracket(code: number): string {
  if (code < 0x20 || code === 0x7f) return octal(code);
  return code === 0x5c ? '\\\\' : String.fromCharCode(code);
}
