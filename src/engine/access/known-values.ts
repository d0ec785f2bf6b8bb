import type { SimpleCommand } from '../shell/simple-commands.ts';
import { assignmentsIn, shellNames } from '../shell/variables.ts';
import { isLiteral, type ShellWord } from '../shell/words.ts';

const reference = /\$(?:\{(\w+)\}|(\w+))/g;

/** Of which a shell makes several words, or file names. */
const splits = /[\s*?[\]\\]/;

/** What the variables of a session hold, as far as the text of its statements says for certain. */
export class KnownValues {
  readonly #values: Map<string, string>;

  /** @param environment What the session starts with. */
  constructor(environment: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(environment));
  }

  /** Takes in what a statement sets: what it computes, or may not come to, isn't known any more. */
  learn(script: string): void {
    if (
      !script.includes('=') &&
      !/\b(?:read|unset|mapfile|readarray|getopts|printf|let|for|select)\b/.test(script)
    )
      return;
    const { sets } = shellNames(script);
    const written = assignmentsIn(script);
    for (const { name, removed, place } of sets) {
      const values = written.filter((each) => each.name === name);
      const [only] = values;
      const plain = !removed && !place.conditional && !place.subshell && place.function === undefined;
      const value = plain && values.length === 1 && only !== undefined ? this.valueOf(only.value) : undefined;
      if (place.subshell) continue;
      if (value === undefined) this.#values.delete(name);
      else this.#values.set(name, value);
    }
  }

  /** Something may have set anything. */
  forget(): void {
    this.#values.clear();
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** What a word becomes; undefined where that isn't known, or may be several words. */
  valueOf(word: ShellWord): string | undefined {
    if (isLiteral(word)) return word.value;
    return word.expands === 'variables' ? this.insert(word.value) : undefined;
  }

  /** Puts values into a text; undefined where one isn't known. */
  insert(text: string): string | undefined {
    let known = true;
    const inserted = text.replaceAll(reference, (_, braced, bare) => {
      const value = this.#values.get(braced ?? bare);
      known &&= value !== undefined && value !== '' && !splits.test(value);
      return value ?? '';
    });
    return known ? inserted : undefined;
  }

  /** The words of a command; undefined where one isn't known. */
  wordsOf(words: SimpleCommand['words']): readonly string[] | undefined {
    const values = words.map((word) => this.valueOf(word));
    return values.every((value) => value !== undefined) ? values : undefined;
  }
}
