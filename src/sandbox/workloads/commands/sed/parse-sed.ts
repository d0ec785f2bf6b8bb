import { posixRegex } from '../posix-regex.ts';

/** Which lines a command is for. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'pattern'; readonly regex: RegExp }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'count'; readonly count: number };

export type SedCommand = {
  readonly addresses: readonly Address[];
  readonly negated: boolean;
  readonly name: string;
  readonly text: string;
  readonly regex?: RegExp;
  readonly replacement?: string;
  readonly flags?: string;
  /** Commands between braces. */
  readonly block?: readonly SedCommand[];
};

/** A script can't be read, or has what the sandbox doesn't know. */
export class SedError extends Error {
  override name = 'SedError';
}

/** Reads a script. @throws SedError */
export function parseSed(script: string, extended: boolean): readonly SedCommand[] {
  const reader = new Reader(script, extended);
  const commands = reader.commands();
  if (!reader.done) throw new SedError('unexpected `}`');
  return commands;
}

class Reader {
  readonly #text: string;
  readonly #extended: boolean;
  #at = 0;

  constructor(text: string, extended: boolean) {
    this.#text = text;
    this.#extended = extended;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  commands(): readonly SedCommand[] {
    const found: SedCommand[] = [];
    for (;;) {
      this.#skip(/^[\s;]+/);
      if (this.done || this.#text[this.#at] === '}') return found;
      if (this.#text[this.#at] === '#') this.#skip(/^[^\n]*/);
      else found.push(this.#command());
    }
  }

  #command(): SedCommand {
    const addresses: Address[] = [];
    const first = this.#address();
    if (first) addresses.push(first);
    if (first && this.#skip(/^\s*,\s*/)) {
      const second = this.#address();
      if (!second) throw new SedError('unexpected `,`');
      addresses.push(second);
    }
    this.#skip(/^\s*/);
    const negated = Boolean(this.#skip(/^!\s*/));
    const name = this.#text[this.#at] ?? '';
    this.#at += 1;
    const common = { addresses, negated, name, text: '' };
    switch (name) {
      case '{': {
        const block = this.commands();
        if (!this.#skip(/^\}/)) throw new SedError('unmatched `{`');
        return { ...common, block };
      }
      case 's':
        return { ...common, ...this.#substitution() };
      case 'y': {
        const [text = '', replacement = ''] = this.#parted();
        return { ...common, text, replacement };
      }
      case 'a':
      case 'i':
      case 'c':
        this.#skip(/^[ \t]*(\\\n|\\)?[ \t]*/);
        return { ...common, text: this.#skip(/^[^\n]*/)?.replace(/\\(.)/g, '$1') ?? '' };
      case ':':
      case 'b':
      case 't':
      case 'T':
      case 'r':
      case 'w':
        return { ...common, text: this.#skip(/^[ \t]*[^\n;}]*/)?.trim() ?? '' };
      case 'q':
      case 'Q':
        return { ...common, text: this.#skip(/^\s*\d*/)?.trim() ?? '' };
      case '':
        throw new SedError('missing command');
      default:
        if (!'pdDgGhHnNPx=lz'.includes(name)) throw new SedError(`unknown command: \`${name}'`);
        return common;
    }
  }

  #address(): Address | undefined {
    const step = this.#skip(/^\d+~\d+/);
    if (step) {
      const [from, by] = step.split('~').map(Number);
      return { kind: 'step', first: from ?? 0, step: by ?? 0 };
    }
    const line = this.#skip(/^\d+/);
    if (line) return { kind: 'line', line: Number(line) };
    const count = this.#skip(/^\+\d+/);
    if (count) return { kind: 'count', count: Number(count) };
    if (this.#skip(/^\$/)) return { kind: 'last' };
    if (this.#text[this.#at] !== '/' && !this.#skip(/^\\(?=.)/)) return undefined;
    const delimiter = this.#text[this.#at] ?? '/';
    this.#at += 1;
    const pattern = this.#until(delimiter);
    return { kind: 'pattern', regex: this.#regex(pattern, this.#skip(/^I/) ? 'i' : '') };
  }

  #substitution(): Pick<SedCommand, 'regex' | 'replacement' | 'flags' | 'text'> {
    const [pattern = '', replacement = ''] = this.#parted();
    const flags = this.#skip(/^[gpiIe\d]*/) ?? '';
    const file =
      this.#skip(/^w[ \t]*[^\n;}]*/)
        ?.slice(1)
        .trim() ?? '';
    if (flags.includes('e')) throw new SedError('sandbox: the flag e is not simulated');
    return { regex: this.#regex(pattern, /i/i.test(flags) ? 'gi' : 'g'), replacement, flags, text: file };
  }

  #parted(): readonly string[] {
    const delimiter = this.#text[this.#at] ?? '';
    this.#at += 1;
    return [this.#until(delimiter), this.#until(delimiter)];
  }

  /** Up to a delimiter that isn't escaped, nor between brackets. */
  #until(delimiter: string): string {
    let text = '';
    for (;;) {
      const letter = this.#text[this.#at];
      this.#at += 1;
      if (letter === undefined) throw new SedError("unterminated `s' command");
      if (letter === delimiter) return text;
      if (letter === '\\') {
        const next = this.#text[this.#at] ?? '';
        this.#at += 1;
        text += next === delimiter ? next : `\\${next}`;
      } else text += letter;
    }
  }

  #regex(pattern: string, flags: string): RegExp {
    try {
      return posixRegex(pattern, { extended: this.#extended, flags });
    } catch {
      throw new SedError(`sandbox: the pattern '${pattern}' is not simulated`);
    }
  }

  #skip(regex: RegExp): string | undefined {
    const [found] = regex.exec(this.#text.slice(this.#at)) ?? [];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }
}
