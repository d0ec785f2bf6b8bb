/** A value that a page asks whoever runs it for: a variable of its session. */
export type Input = {
  readonly name: string;
  /** What a person is asked. */
  readonly prompt?: string;
  /** What it is when nobody says. */
  readonly default?: string;
  /** The only values that it may have. */
  readonly choices?: readonly string[];
  /** A regular expression that the whole value matches. */
  readonly pattern?: string;
  /** The value is masked everywhere, and is not shown while it is typed. */
  readonly secret: boolean;
  /** Nothing runs without a value; an input that isn't required and has no value is empty. */
  readonly required: boolean;
};
