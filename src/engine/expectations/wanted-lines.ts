import { matchesWhole, wholeMatcherOf } from './match.ts';
import { fillPattern, literalPattern, literalsOf, longest, type Pattern, parsePattern } from './pattern.ts';

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

/**
 * A wanted line that can be looked for; `pattern` has the values of variables in it. `same` is the index in its run of
 * the first line that says the same.
 */
export type WantedLine = Written & {
  readonly pattern: Pattern;
  readonly same: number;
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

/** Whether a line stands for any lines. */
export function isGapLine(text: string): boolean {
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
  const firsts = new Map<string, number>();
  return run.map((line, index) => {
    const pattern = fillPattern(patternOfLine(line.text), variables);
    const ways = [pattern, ...asPrinted(line.text, pattern)].map(wholeLine);
    const same = firsts.get(line.text) ?? index;
    firsts.set(line.text, same);
    return { ...line, pattern, same, fits: (printed) => ways.some((way) => way(printed)) };
  });
}

function wholeLine(pattern: Pattern): (printed: string) => boolean {
  const matcher = wholeMatcherOf(pattern.parts);
  const literal = longest(literalsOf(pattern));
  return (printed) => printed.includes(literal) && matchesWhole(matcher, printed);
}

/** What was printed is always right as it stands, also where it looks like a note, a quote or an octet. */
function asPrinted(text: string, { text: read, quoted, parts }: Pattern): readonly Pattern[] {
  const isPlain = parts.every(({ kind }) => kind === 'literal' || kind === 'blanks');
  return isPlain && read === text && !quoted ? [] : [literalPattern(text)];
}
