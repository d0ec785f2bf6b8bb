import type { DiagnosticCode } from '../model/codes.ts';
import type { Json } from '../model/json.ts';

/** How one foreground statement ended, as in `Output`. */
export type Exit = { readonly exitCode: number | null; readonly pipeStatus: readonly number[] };

/** A command that ended with another status than 0, and what an expectation may go by to accept that. */
export type FailedExit = {
  readonly status: number;
  /** The status of the whole statement. */
  readonly ofStatement: number | null;
  /** Its status is the statement's: the one command that that is, or the last of its pipeline. */
  readonly final: boolean;
  /** The statement is the segment's last one. */
  readonly judged: boolean;
  /** It says by 1 that it found nothing, or a difference: `grep`, `diff`. */
  readonly isSearch: boolean;
  /** It is a search that prints how many it found. */
  readonly isCount: boolean;
};

/** What an expectation is looked for with: values of session variables, and whether `not` stands before the colon. */
export type Asked = { readonly variables: Readonly<Record<string, string>>; readonly negated: boolean };

/**
 * How an output ended: `exits` are those of the segment's foreground statements, in order. `kept` is the readable text
 * of which something may be shown; of a long output it is only the head and the tail.
 */
export type Ended = { readonly exits: readonly Exit[]; readonly kept: string };

/** Whole lines of an output: as a reader of a terminal sees them, and as they were printed, to the last blank. */
export type Piece = { readonly shown: string; readonly printed: string };

/**
 * One look at an output. `take` is given the output in pieces and says whether it has seen enough; `finding` is asked
 * once, at the end. Keeps what it needs of the output and no more.
 */
export type Watch = { take(piece: Piece): boolean; finding(ended: Ended): Finding };

/** A line of the output; `from` and `to` are 1-based columns, `to` exclusive. */
export type Place = { readonly line: string; readonly from: number; readonly to: number };

/** The first field of a line that differs, what should stand there, and which of how many lines it is, 1-based. */
export type Difference = Place & {
  readonly expected: string;
  readonly number?: number;
  readonly of?: number;
};

/**
 * What a kind finds in an output, before `not` is applied. `found` may say where; `missing` says what stands there
 * instead, and of what was expected the part that is missing; `unknown` is unmet with and without `not`, and `errored`
 * when the question itself could not be put. `at` is the line of a fence that it is about, as in `Judgement`.
 */
export type Finding =
  | { readonly result: 'found'; readonly where?: Place }
  | {
      readonly result: 'missing';
      readonly expected?: string;
      readonly actual: string;
      readonly at?: number;
      readonly closest?: Difference;
      readonly hint?: string;
    }
  | {
      readonly result: 'unknown';
      readonly actual: string;
      readonly at?: number;
      readonly hint?: string;
      readonly errored: boolean;
    };

/** How a fence is compared: nothing else is there, characters count, the order doesn't. */
export type FenceWord = 'exact' | 'verbatim' | 'unordered';

/** Why the text after the colon, or the body of a fence, can't be read; `from` and `to` are offsets in it. */
export type ParseProblem = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  readonly from: number;
  readonly to: number;
};

/** An output and whether a directive, or a whole fence, is met by it: documentation that is run as a test. */
export type Example = ({ readonly directive: string } | { readonly fence: string }) & {
  readonly output: string;
  readonly exit?: Exit;
  readonly variables?: Readonly<Record<string, string>>;
  readonly met: boolean;
};

/**
 * One kind of expectation. `A` is its parsed form, plain JSON, kept in `Expectation.args`: nothing reads the text again.
 * A kind is chosen by its `word` before the colon, else by a `phrase` that is the whole text, else it is `text`.
 * Those that are fences have neither.
 */
export type ExpectationKind<A extends Json = Json> = {
  readonly name: string;
  readonly word?: string;
  readonly phrase?: RegExp;
  readonly syntax: string;
  readonly summary: string;
  readonly examples: readonly Example[];
  /** Whether it looks at a stream; `exit` does not, so `stdout`, `stderr` make no sense with it. */
  readonly readsOutput: boolean;
  /** The stream it looks at when the directive names none; both of them if not given. */
  readonly stream?: 'stdout';
  /**
   * `text` is what stands after the colon, trimmed and not empty; of a fence it is the body, with those of its words
   * that say how it is compared. Never throws.
   */
  parse(
    text: string,
    words?: ReadonlySet<FenceWord>,
  ): { readonly args: A } | { readonly problem: ParseProblem };
  /** Begins to look at an output. Never throws, and depends on nothing but what it is given. */
  watch(args: A, asked: Asked): Watch;
  /** What must be there, for people: `HTTP 200`, `no output`. */
  describe(args: A): string;
  /** Session variables it needs to be judged. */
  variables?(args: A): readonly string[];
  /** Whether a command that failed did what is expected. Without it, every command of the segment must succeed. */
  acceptsExit?(args: A, failed: FailedExit): boolean;
};
