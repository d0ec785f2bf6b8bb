import { linesIn } from './lines.ts';
import { pairOff } from './pair-off.ts';
import type { WantedLine } from './wanted-lines.ts';

/** Where an output is not as wanted: no line of its own is left for `wanted`, or `surplus` stands for none of them. */
type Unpaired =
  | { readonly kind: 'without'; readonly wanted: WantedLine; readonly isThere: boolean }
  | { readonly kind: 'surplus'; readonly line: string };

/**
 * Looks for lines in an output in any order: each wanted line has a line of its own. `exact`: there are no others.
 * `verbatim`: blanks and empty lines count. Keeps of the lines that could be wanted only as many as there are wanted.
 */
export class UnorderedLines {
  readonly #wanted: readonly WantedLine[];
  readonly #options: { readonly exact: boolean; readonly verbatim: boolean };
  /** Lines that could be wanted, and for each wanted line which of them fit. */
  readonly #kept: string[] = [];
  readonly #fitting: readonly number[][];
  /** How many lines are kept that fit the same wanted ones. */
  readonly #alike = new Map<string, number>();
  #lines = 0;
  #surplus: string | undefined;

  constructor(
    wanted: readonly WantedLine[],
    options: { readonly exact: boolean; readonly verbatim: boolean },
  ) {
    this.#wanted = wanted;
    this.#fitting = wanted.map(() => []);
    this.#options = options;
  }

  /** @returns Whether no further line can change the answer. */
  take(piece: string): boolean {
    const { exact, verbatim } = this.#options;
    for (const line of linesIn(piece)) {
      const text = verbatim ? line : line.trim();
      if (text === '' && !verbatim) continue;
      this.#lines += 1;
      this.#keep(text);
      if (exact && this.#surplus !== undefined) return true;
    }
    return false;
  }

  /** Undefined when all is as wanted. */
  unpaired(): Unpaired | undefined {
    const wanted = this.#wanted;
    if (this.#options.exact && this.#surplus !== undefined) return { kind: 'surplus', line: this.#surplus };
    const placesOf = (same: number) => this.#fitting[same] ?? [];
    const pairs = pairOff(wanted.map(({ same }) => ({ same, places: placesOf(same) })));
    const alone = wanted.find((_, index) => pairs[index] === undefined);
    if (alone) return { kind: 'without', wanted: alone, isThere: placesOf(alone.same).length > 0 };
    if (!this.#options.exact || this.#lines === wanted.length) return undefined;
    const paired = new Set(pairs);
    return { kind: 'surplus', line: this.#kept.find((_, place) => !paired.has(place)) ?? '' };
  }

  #keep(text: string): void {
    const fitting = this.#wanted.flatMap(({ same, fits }, index) =>
      same === index && fits(text) ? [index] : [],
    );
    if (fitting.length === 0) {
      this.#surplus ??= text;
      return;
    }
    const key = fitting.join(' ');
    const alike = this.#alike.get(key) ?? 0;
    if (alike > this.#wanted.length) return;
    this.#alike.set(key, alike + 1);
    for (const index of fitting) this.#fitting[index]?.push(this.#kept.length);
    this.#kept.push(text);
  }
}
