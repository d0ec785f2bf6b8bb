import { linesIn } from './lines.ts';
import type { WantedLine, WantedLines } from './wanted-lines.ts';

/** A line of the output and its number, counted from 1. */
export type Seen = { readonly line: string; readonly number: number };

/**
 * Where an output leaves what is wanted. `nowhere`: no line of it, behind `after` if that is given, is the wanted one.
 * `instead`: above it all is as wanted, then comes `found`, or nothing. `surplus`: it should have ended before `found`.
 */
export type Departure =
  | { readonly kind: 'nowhere'; readonly wanted: WantedLine; readonly after?: Seen }
  | {
      readonly kind: 'instead';
      readonly wanted: WantedLine;
      readonly found: Seen | undefined;
      readonly above: Seen | undefined;
    }
  | { readonly kind: 'surplus'; readonly last: WantedLine; readonly found: Seen };

type Broken = { readonly met: number; readonly found: Seen; readonly above: Seen | undefined };

/**
 * Looks for runs of lines in an output that comes in pieces, each run at the first place behind the one before it: no
 * later place could do better. Keeps how far each place has come at which the run may have begun, and never a line to
 * look at again. Empty lines at the ends of the output don't count.
 */
export class FollowLines {
  readonly #wanted: WantedLines;
  /** Index of the run that is looked for. */
  #run = 0;
  /** For each place where it may have begun: how many of its lines are met. */
  #begun: readonly number[] = [];
  #number = 0;
  /** For each line of the run: at which line of the output it was asked last, and whether it fits. */
  #asked: { number: number; fits: boolean }[] = [];
  #empty = 0;
  #above: Seen | undefined;
  /** The last line of the run before. */
  #after: Seen | undefined;
  /** The place that got furthest before another line came. */
  #broken: Broken | undefined;
  /** The last run, which must be the end of the output, ended right above. */
  #ended = false;
  #surplus: Seen | undefined;

  constructor(wanted: WantedLines) {
    this.#wanted = wanted;
  }

  /** @returns Whether no further line can change the answer. */
  take(piece: string): boolean {
    for (const line of linesIn(piece)) {
      if (this.#isDecided()) return true;
      if (this.#wanted.verbatim) this.#follow({ line, number: ++this.#number });
      else this.#count(line.trim());
    }
    return this.#isDecided();
  }

  /** Undefined when all is as wanted. */
  departure(): Departure | undefined {
    const run = this.#wanted.runs[this.#run];
    const last = run?.at(-1);
    if (!run || !last || this.#ended) return undefined;
    if (this.#surplus) return { kind: 'surplus', last, found: this.#surplus };
    const begun = this.#begun[0];
    const { met, found, above } =
      this.#broken && this.#broken.met >= (begun ?? 0)
        ? this.#broken
        : { met: begun ?? 0, found: undefined, above: this.#above };
    const wanted = run[met] ?? last;
    if (met > 0 || this.#mustBeginAtOnce()) return { kind: 'instead', wanted, found, above };
    return { kind: 'nowhere', wanted, ...(this.#after ? { after: this.#after } : {}) };
  }

  #mustBeginAtOnce(): boolean {
    return this.#run === 0 && this.#wanted.fromStart;
  }

  #isDecided(): boolean {
    if (this.#run >= this.#wanted.runs.length) return true;
    return this.#above !== undefined && this.#begun.length === 0 && !this.#ended && this.#mustBeginAtOnce();
  }

  #count(line: string): void {
    this.#number += 1;
    if (line === '') {
      this.#empty += 1;
      return;
    }
    for (; this.#empty > 0; this.#empty -= 1) {
      if (this.#above) this.#follow({ line: '', number: this.#number - this.#empty });
    }
    this.#follow({ line, number: this.#number });
  }

  #follow(seen: Seen): void {
    const run = this.#wanted.runs[this.#run];
    if (!run) return;
    const mayBegin = this.#above === undefined || !this.#mustBeginAtOnce();
    const begun: number[] = [];
    for (const met of this.#begun) if (this.#fits(run, met, seen)) begun.push(met + 1);
    if (mayBegin && this.#fits(run, 0, seen)) begun.push(1);
    // Places stand in the order of the output: only the first can have come to the end.
    const isWhole = begun[0] === run.length;
    this.#begun = isWhole ? begun.slice(1) : begun;
    this.#above = seen;
    if (isWhole) this.#finish(seen);
    else this.#goOn(seen);
  }

  #fits(run: readonly WantedLine[], met: number, seen: Seen): boolean {
    const wanted = run[met];
    if (wanted && this.#isLike(wanted, seen)) return true;
    const counts = met > 0 || this.#mustBeginAtOnce();
    if (counts && met > (this.#broken?.met ?? -1)) this.#broken = { met, found: seen, above: this.#above };
    return false;
  }

  /** Many places may want the same line: it is looked at once. */
  #isLike({ same, fits }: WantedLine, { line, number }: Seen): boolean {
    this.#asked[same] ??= { number: 0, fits: false };
    const asked = this.#asked[same];
    if (asked.number !== number) asked.fits = fits(line);
    asked.number = number;
    return asked.fits;
  }

  #finish(seen: Seen): void {
    if (this.#wanted.toEnd && this.#run === this.#wanted.runs.length - 1) {
      this.#ended = true;
      this.#surplus = undefined;
      return;
    }
    this.#run += 1;
    this.#begun = [];
    this.#asked = [];
    this.#broken = undefined;
    this.#after = seen;
  }

  #goOn(seen: Seen): void {
    if (this.#ended || this.#surplus?.line === '') this.#surplus = seen;
    this.#ended = false;
  }
}
