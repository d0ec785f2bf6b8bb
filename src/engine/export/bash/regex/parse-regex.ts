import {
  anyCharacter,
  blanks,
  type CharacterSet,
  type CodeRange,
  complementOf,
  digits,
  setOf,
  wordCharacters,
} from './character-set.ts';

/** A regular expression of JavaScript, as far as it is a regular one. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'start' | 'end' | 'boundary' }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number };

/** Something that no regular expression of awk can say. The message goes on from "a script cannot …". */
export class UnsupportedRegex extends Error {}

/**
 * Reads a regular expression that JavaScript takes.
 * @throws UnsupportedRegex for lookaround, references to groups, and what has no meaning of its own.
 */
export function parseRegex(source: string): RegexNode {
  const reader = new Reader(source);
  return reader.either();
}

const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };
const classes: Readonly<Record<string, CharacterSet>> = {
  d: digits,
  D: complementOf(digits),
  w: wordCharacters,
  W: complementOf(wordCharacters),
  s: blanks,
  S: complementOf(blanks),
};

/** Reads from left to right, one part after the other. */
class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  either(): RegexNode {
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    return branches.length === 1 && branches[0] !== undefined ? branches[0] : { kind: 'either', branches };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#peek())) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): RegexNode {
    const isAstral = (this.#source.codePointAt(this.#at) ?? 0) > 0xff_ff;
    const node = this.#atom();
    const count = this.#quantifier();
    if (count === undefined) return node;
    if (node.kind === 'start' || node.kind === 'end' || node.kind === 'boundary') {
      throw new UnsupportedRegex('repeat a place in a line');
    }
    if (isAstral) throw new UnsupportedRegex('repeat half of a character');
    return { kind: 'repeat', node, ...count };
  }

  #quantifier(): { readonly min: number; readonly max: number } | undefined {
    const match = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#source);
    if (found === null) return undefined;
    this.#at = match.lastIndex;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined)
      return { min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    const min = Number(least);
    if (comma === undefined) return { min, max: min };
    return { min, max: most === '' || most === undefined ? Number.POSITIVE_INFINITY : Number(most) };
  }

  #atom(): RegexNode {
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#class();
    if (this.#take('.')) return { kind: 'set', set: anyCharacter };
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('\\b')) return { kind: 'boundary' };
    if (this.#take('\\B'))
      throw new UnsupportedRegex('look for a place that is not the end of a word (`\\B`)');
    return { kind: 'set', set: this.#peek() === '\\' ? this.#escape() : one(this.#character()) };
  }

  #group(): RegexNode {
    if (this.#take('?')) {
      const name = /<[^>=!]+>/y;
      name.lastIndex = this.#at;
      if (name.test(this.#source)) this.#at = name.lastIndex;
      else if (!this.#take(':')) throw new UnsupportedRegex('look ahead or behind, or change flags (`(?…)`)');
    }
    const inside = this.either();
    this.#at += 1;
    return inside;
  }

  #class(): RegexNode {
    const negated = this.#take('^');
    const ranges: CodeRange[] = [];
    while (!this.#take(']')) {
      const from = this.#member();
      if (this.#source[this.#at] !== '-' || this.#source[this.#at + 1] === ']') {
        ranges.push(...from);
        continue;
      }
      this.#at += 1;
      const to = this.#member();
      const [low, high] = [from[0]?.[0] ?? 0, to[0]?.[1] ?? 0];
      const isRange = [from, to].every((set) => set.length === 1 && set[0]?.[0] === set[0]?.[1]);
      // With a class at one end the dash is a dash.
      ranges.push(...(isRange ? [[low, high] as const] : [...from, ...one(0x2d), ...to]));
    }
    const set = setOf(ranges);
    return { kind: 'set', set: negated ? complementOf(set) : set };
  }

  #member(): CharacterSet {
    if (this.#take('\\b')) return one(8);
    if (this.#peek() === '\\') return this.#escape();
    const character = this.#character();
    if (character > 0xff_ff) throw new UnsupportedRegex('have half of a character in `[…]`');
    return one(character);
  }

  #escape(): CharacterSet {
    const match =
      /\\(?:([dDwWsS])|([tnvfr])|c([A-Za-z])|x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|(0)(?!\d)|([^\w]|_))/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#source);
    if (found === null) {
      throw new UnsupportedRegex(`say \`${this.#source.slice(this.#at, this.#at + 2)}\``);
    }
    this.#at = match.lastIndex;
    const [, name, control, letter, hex, unit, zero, itself] = found;
    if (name !== undefined) return classes[name] ?? [];
    if (control !== undefined) return one(controls[control] ?? 0);
    if (letter !== undefined) return one(letter.charCodeAt(0) % 32);
    if (zero !== undefined) return one(0);
    if (itself !== undefined) return one(itself.charCodeAt(0));
    const code = Number.parseInt(hex ?? unit ?? '', 16);
    if (code >= 0xd8_00 && code <= 0xdf_ff) throw new UnsupportedRegex('have half of a character');
    return one(code);
  }

  #character(): number {
    const character = this.#source.codePointAt(this.#at) ?? 0;
    this.#at += character > 0xff_ff ? 2 : 1;
    return character;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

function one(character: number): CharacterSet {
  return [[character, character]];
}
