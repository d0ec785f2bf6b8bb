import { type Matcher, matchesWhole, wholeMatcherOf } from './match.ts';
import { fillPattern, literalPattern, type Pattern, parsePattern } from './pattern.ts';

/** A line that a fence wants. `at` counts from the fence's first line, which is 0: the body begins at 1. */
type Written = { readonly at: number; readonly text: string };

/**
 * What the lines of an `output` fence ask for: runs of lines that stand one below the other. Between two runs, and
 * where it says so before the first and behind the last, a `...` line lets any lines stand.
 */
type Fence = {
  readonly runs: readonly (readonly Written[])[];
  readonly gapBefore: boolean;
  readonly gapBehind: boolean;
};

/** A wanted line that can be looked for; `pattern` has the values of variables in it. */
export type WantedLine = Written & {
  readonly pattern: Pattern;
  readonly fits: (line: string) => boolean;
};

/** Runs that can be looked for; `fromStart` and `toEnd` say that nothing may stand before and behind them. */
export type WantedLines = {
  readonly runs: readonly (readonly WantedLine[])[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
};

/** Reads the body of a fence. Empty lines at its ends and beside a `...` line are there for the eye. */
export function readWanted(lines: readonly string[]): Fence {
  const rows = lines.map((line, index) => ({ at: index + 1, text: line.trim() }));
  const shown = rows.filter(({ text }) => text !== '');
  const runs: Written[][] = [[]];
  for (const row of rows) {
    if (isGapLine(row.text)) runs.push([]);
    else runs.at(-1)?.push(row);
  }
  return {
    runs: runs.map(withoutEmptyEnds).filter((run) => run.length > 0),
    gapBefore: isGapLine(shown[0]?.text ?? ''),
    gapBehind: isGapLine(shown.at(-1)?.text ?? ''),
  };
}

function withoutEmptyEnds(run: readonly Written[]): readonly Written[] {
  const isShown = ({ text }: Written) => text !== '';
  const first = run.findIndex(isShown);
  return first < 0 ? [] : run.slice(first, run.findLastIndex(isShown) + 1);
}

function isGapLine(text: string): boolean {
  const { quoted, parts } = parsePattern(text);
  return !quoted && parts.length === 1 && parts[0]?.kind === 'gap';
}

/** The pattern of a line. Where all of it would be a note, as in `# a heading`, it is what is printed. */
export function patternOfLine(text: string): Pattern {
  const pattern = parsePattern(text);
  return pattern.parts.length > 0 ? pattern : literalPattern(text);
}

/** Puts the values of variables in; all of them must be given. */
export function prepareRun(
  run: readonly Written[],
  variables: Readonly<Record<string, string>>,
): readonly WantedLine[] {
  const known = new Map<string, Omit<WantedLine, 'at'>>();
  return run.map((line) => {
    const prepared = known.get(line.text) ?? prepareLine(line.text, variables);
    known.set(line.text, prepared);
    return { ...prepared, at: line.at };
  });
}

function prepareLine(text: string, variables: Readonly<Record<string, string>>): Omit<WantedLine, 'at'> {
  const pattern = fillPattern(patternOfLine(text), variables);
  const matchers = [wholeMatcherOf(pattern.parts), ...asPrinted(text, pattern)];
  return {
    text,
    pattern,
    fits: onceForEach((printed) => matchers.some((each) => matchesWhole(each, printed))),
  };
}

/** Where the same line is wanted often, an output of such lines asks for each of them every time. */
function onceForEach(fits: (line: string) => boolean): (line: string) => boolean {
  let asked: string | undefined;
  let answer = false;
  return (line) => {
    if (line !== asked) answer = fits(line);
    asked = line;
    return answer;
  };
}

/** What was printed is always right as it stands, also where it looks like a note, a quote or an octet. */
function asPrinted(text: string, { text: read, quoted, parts }: Pattern): readonly Matcher[] {
  const isPlain = parts.every(({ kind }) => kind === 'literal' || kind === 'blanks');
  return isPlain && read === text && !quoted ? [] : [wholeMatcherOf(literalPattern(text).parts)];
}
