import { matchesWhole, wholeMatcherOf } from './match.ts';
import { fillPattern, literalPattern, literalsOf, longest, type Pattern, parsePattern } from './pattern.ts';

/**
 * A line that a fence wants. `at` counts from the fence's first line, which is 0: the body begins at 1. `ways` are the
 * patterns that it may be read as, the one that is meant first.
 */
export type WrittenLine = {
  readonly at: number;
  readonly text: string;
  readonly ways: readonly [Pattern, ...Pattern[]];
};

/**
 * What the lines of an `output` fence ask for: runs of lines that stand one below the other. Between two runs, and
 * where it says so before the first and behind the last, a `...` line lets any lines stand.
 */
export type WrittenLines = {
  readonly runs: readonly (readonly WrittenLine[])[];
  readonly gapBefore: boolean;
  readonly gapBehind: boolean;
};

/**
 * A wanted line that can be looked for; `pattern` has the values of variables in it. `same` is the index in its run of
 * the first line that says the same.
 */
export type WantedLine = Omit<WrittenLine, 'ways'> & {
  readonly pattern: Pattern;
  readonly same: number;
  readonly fits: (line: string) => boolean;
};

/**
 * Runs that can be looked for; `fromStart` and `toEnd` say that nothing may stand before and behind them, `verbatim`
 * that blanks at the ends of lines and empty lines at the ends of the output count.
 */
export type WantedLines = {
  readonly runs: readonly (readonly WantedLine[])[];
  readonly fromStart: boolean;
  readonly toEnd: boolean;
  readonly verbatim: boolean;
};

/** Reads the body of a fence. Empty lines at its ends and beside a `...` line are there for the eye. */
export function readLines(lines: readonly string[]): WrittenLines {
  const rows = lines.map((line, index) => writtenLine(line.trim(), index + 1));
  const shown = rows.filter(({ text }) => text !== '');
  const runs: WrittenLine[][] = [[]];
  for (const row of rows) {
    if (isGapLine(row)) runs.push([]);
    else runs.at(-1)?.push(row);
  }
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    runs: runs.map(withoutEmptyEnds).filter((run) => run.length > 0),
    gapBefore: first !== undefined && isGapLine(first),
    gapBehind: last !== undefined && isGapLine(last),
  };
}

/** Reads one line, given without blanks at its ends. */
export function writtenLine(text: string, at: number): WrittenLine {
  const read = parsePattern(text);
  // Where all of it would be a note, as in `# a heading`, it is what is printed.
  const pattern = read.parts.length > 0 ? read : literalPattern(text);
  return { at, text, ways: [pattern, ...asPrinted(text, pattern)] };
}

/** Reads the body of a fence of which every character counts. */
export function readVerbatim(body: string): WrittenLines {
  const lines = body.replace(/\n$/, '').split('\n');
  const run = lines.map(
    (text, index): WrittenLine => ({ at: index + 1, text, ways: [literalPattern(text)] }),
  );
  return { runs: body.trim() === '' ? [] : [run], gapBefore: false, gapBehind: false };
}

function withoutEmptyEnds(run: readonly WrittenLine[]): readonly WrittenLine[] {
  const isShown = ({ text }: WrittenLine) => text !== '';
  const first = run.findIndex(isShown);
  return first < 0 ? [] : run.slice(first, run.findLastIndex(isShown) + 1);
}

/** Whether a line stands for any lines. */
export function isGapLine({ ways: [{ quoted, parts }] }: WrittenLine): boolean {
  return !quoted && parts.length === 1 && parts[0]?.kind === 'gap';
}

/** Puts the values of variables in; all of them must be given. */
export function prepareRun(
  run: readonly WrittenLine[],
  variables: Readonly<Record<string, string>>,
): readonly WantedLine[] {
  const firsts = new Map<string, number>();
  return run.map(({ at, text, ways: [meant, ...others] }, index) => {
    const pattern = fillPattern(meant, variables);
    const ways = [pattern, ...others].map(wholeLine);
    const same = firsts.get(text) ?? index;
    firsts.set(text, same);
    return { at, text, pattern, same, fits: (printed) => ways.some((way) => way(printed)) };
  });
}

/** Lines that mean their characters. */
export function verbatimRun(run: readonly WrittenLine[]): readonly WantedLine[] {
  return run.map(({ at, text, ways: [pattern] }, index) => {
    const same = run.findIndex((other) => other.text === text);
    return { at, text, pattern, same: same < 0 ? index : same, fits: (printed) => printed === text };
  });
}

function wholeLine(pattern: Pattern): (printed: string) => boolean {
  const matcher = wholeMatcherOf(pattern.parts);
  const literal = longest(literalsOf(pattern));
  return (printed) => printed.includes(literal) && matchesWhole(matcher, printed);
}

/** What was printed is always right as it stands, also where it looks like a note, a quote or an octet. */
function asPrinted(text: string, { text: read, quoted, parts }: Pattern): readonly Pattern[] {
  const plain: ReadonlySet<string> = new Set(['literal', 'blanks', 'variable']);
  const isPlain = parts.every(({ kind }) => plain.has(kind));
  return isPlain && read === text && !quoted ? [] : [literalPattern(text)];
}
