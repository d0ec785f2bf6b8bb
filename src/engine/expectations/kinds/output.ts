import { closestLine } from '../closest.ts';
import { type Departure, FollowLines, type Seen } from '../follow-lines.ts';
import type { Difference, ExpectationKind, Finding, ParseProblem, Watch } from '../kind.ts';
import { summaryOf, unsetIn } from '../missing-pattern.ts';
import { variablesIn } from '../pattern.ts';
import { linesOf } from '../readable.ts';
import { UnorderedLines } from '../unordered-lines.ts';
import {
  prepareRun,
  readLines,
  readVerbatim,
  verbatimRun,
  type WantedLine,
  type WrittenLine,
  type WrittenLines,
} from '../wanted-lines.ts';

/**
 * The lines of the fence. `exact`: nothing else may stand above and below. `verbatim`: each is compared character by
 * character. `unordered`: they may stand anywhere.
 */
export type OutputArgs = WrittenLines & {
  readonly exact: boolean;
  readonly verbatim?: true;
  readonly unordered?: true;
};

/** An `output` fence below a block: these lines are in its output, one below the other. */
export const output: ExpectationKind<OutputArgs> = {
  name: 'output',
  syntax: '```output',
  summary:
    'The output has these lines, one below the other; each stands for a whole line, blanks flexible. ' +
    'A line `...` stands for any lines, `...` within a line for anything. With `exact` it has no others, with ' +
    '`unordered` they stand in any order, with `verbatim` every character counts.',
  readsOutput: true,
  examples: [
    {
      fence: '```output\nNAME  READY ...\nweb-...  1/1  Running ...\n```',
      output: 'Warning: old\nNAME      READY   STATUS    AGE\nweb-6b9   1/1     Running   5s\n',
      met: true,
    },
    {
      fence: '```output\nNAME  READY ...\nweb-...  1/1  Running ...\n```',
      output: 'NAME      READY   STATUS    AGE\nweb-6b9   0/1     Pending   5s\n',
      met: false,
    },
    { fence: '```output\na\nb\n```', output: 'a\nx\nb\n', met: false },
    { fence: '```output\na\n...\nb\n```', output: 'a\nx\nb\n', met: true },
    { fence: '```output\nb\n...\na\n```', output: 'a\nb\n', met: false },
    { fence: '```output\nReady\n```', output: 'Ready: 2 of 3\n', met: false },
    {
      fence: '```output\nvip ${VIP}\n```',
      output: 'vip 10.1.2.3\n',
      variables: { VIP: '10.1.2.3' },
      met: true,
    },
    { fence: '```output exact\na\nb\n```', output: '\na\nb\n', met: true },
    { fence: '```output exact\na\nb\n```', output: 'a\nb\nc\n', met: false },
    { fence: '```output exact\na\n...\n```', output: 'a\nb\nc\n', met: true },
    { fence: '```output unordered\na\nb\n```', output: 'b\nx\na\n', met: true },
    { fence: '```output unordered\na\na\n```', output: 'b\na\n', met: false },
    { fence: '```output verbatim\nall:\n\techo a\n```', output: 'all:\n\techo a\n', met: true },
    { fence: '```output verbatim\nall:\n\techo a\n```', output: 'all:\n    echo a\n', met: false },
  ],
  parse: (text, words = new Set()) => {
    const isVerbatim = words.has('verbatim');
    const lines = isVerbatim ? readVerbatim(text) : readLines(text.split('\n'));
    const isUnordered = words.has('unordered');
    const problem = (isUnordered && !isVerbatim ? gapProblem(text) : undefined) ?? problemOf(text, lines);
    if (problem) return { problem };
    return {
      args: {
        ...lines,
        exact: words.has('exact'),
        ...(isVerbatim ? { verbatim: true } : {}),
        ...(isUnordered ? { unordered: true } : {}),
      },
    };
  },
  watch: ({ runs, gapBefore, gapBehind, exact, verbatim = false, unordered = false }, { variables }) => {
    if (runs.length === 0) return nothingWritten;
    const unset = runs
      .flat()
      .map(({ at, ways: [pattern] }) => ({ at, finding: unsetIn(pattern, variables) }))
      .find(({ finding }) => finding);
    if (unset?.finding) {
      const finding = { ...unset.finding, at: unset.at };
      return { take: () => true, finding: () => finding };
    }
    const prepare = (run: readonly WrittenLine[]) =>
      verbatim ? verbatimRun(run) : prepareRun(run, variables);
    if (unordered)
      return watchUnordered(prepare(runs.flat().filter(({ text }) => verbatim || text !== '')), {
        exact,
        verbatim,
      });
    const follow = new FollowLines({
      runs: runs.map(prepare),
      fromStart: exact && !gapBefore,
      toEnd: exact && !gapBehind,
      verbatim,
    });
    return {
      take: ({ shown, printed }) => follow.take(verbatim ? printed : shown),
      finding: (ended) => {
        const departure = follow.departure();
        return departure ? explain(departure, verbatim ? [] : linesOf(ended.kept)) : { result: 'found' };
      },
    };
  },
  describe: ({ runs, exact, verbatim, unordered }) => {
    const count = runs.flat().length;
    const how = `${verbatim ? ', character by character' : ''}${unordered ? ', in any order' : ''}`;
    return `${exact ? 'exactly ' : ''}${count === 1 ? 'this line' : `these ${count} lines`} of output${how}`;
  },
  variables: ({ runs }) => [...new Set(runs.flat().flatMap(({ ways: [pattern] }) => variablesIn(pattern)))],
};

/** An empty fence is met by nothing; what was printed is for an update to tell. */
const nothingWritten: Watch = {
  take: () => false,
  finding: ({ kept }) => ({
    result: 'missing',
    expected: 'what the command prints, which is not written yet',
    actual: printedSummary(linesOf(kept).length),
  }),
};

function printedSummary(lines: number): string {
  if (lines === 0) return 'no output';
  return lines === 1 ? '1 line of output' : `${lines} lines of output`;
}

/** In `unordered` any lines may stand between anyway. */
function gapProblem(text: string): ParseProblem | undefined {
  const gap = /^[^\S\n]*(?:\.\.\.|…)[^\S\n]*$/mu.exec(text);
  if (!gap) return undefined;
  const message = 'With `unordered` any lines may stand between: a line `...` says nothing.';
  const hint = 'Remove it; to allow no other lines write `output exact unordered`.';
  return { code: 'parse/conflicting-options', message, hint, from: gap.index, to: gap.index + gap[0].length };
}

function watchUnordered(
  wanted: readonly WantedLine[],
  options: { readonly exact: boolean; readonly verbatim: boolean },
): Watch {
  const lines = new UnorderedLines(wanted, options);
  return {
    take: ({ shown, printed }) => lines.take(options.verbatim ? printed : shown),
    finding: ({ kept }) => {
      const unpaired = lines.unpaired();
      if (unpaired === undefined) return { result: 'found' };
      if (unpaired.kind === 'surplus') {
        return { result: 'missing', expected: 'no other line', actual: shown(unpaired.line) };
      }
      const { wanted: line, isThere } = unpaired;
      if (isThere) return { ...missing(line), actual: 'fewer lines like it than are written' };
      return nowhere({ kind: 'nowhere', wanted: line }, linesOf(kept));
    },
  };
}

function problemOf(text: string, { runs }: WrittenLines): ParseProblem | undefined {
  if (runs.length > 0) return undefined;
  if (text.trim() === '') {
    const hint =
      '`runbook exec FILE --update` puts there what the command prints; to require silence write `# expect: no output`.';
    return { code: 'parse/empty-output', message: 'This output is empty.', hint, from: 0, to: 0 };
  }
  const message = "Output of nothing but `...` is any output, so this check can't fail.";
  const hint = 'Write lines that must be there, or `output example` to show some only.';
  return { code: 'parse/cannot-fail', message, hint, from: 0, to: 0 };
}

function explain(departure: Departure, kept: readonly string[]): Finding {
  switch (departure.kind) {
    case 'surplus': {
      const hint = 'A last line `...` lets anything follow.';
      const { found, last } = departure;
      return {
        result: 'missing',
        expected: 'the end of the output',
        actual: shown(found.line),
        at: last.at,
        hint,
      };
    }
    case 'instead':
      return insteadOf(departure, kept.length);
    case 'nowhere':
      return nowhere(departure, kept);
    default:
      return departure satisfies never;
  }
}

function insteadOf({ wanted, found, above }: Extract<Departure, { kind: 'instead' }>, of: number): Finding {
  const closest = found && closestLine(wanted.pattern, [found.line]);
  const place = above ? `It should stand right below ${named(above)}.` : 'It should be the first line.';
  return {
    ...missing(wanted),
    actual: found ? shown(found.line) : above ? 'the output ends there' : 'no output',
    ...(closest?.difference ? { closest: { ...closest.difference, number: found?.number ?? 1, of } } : {}),
    hint: closest && !closest.difference ? wholeLine : place,
  };
}

function nowhere(
  { wanted, after }: Extract<Departure, { kind: 'nowhere' }>,
  kept: readonly string[],
): Finding {
  // Of an output that is too long only the two ends are kept, and not as many lines as there were.
  const from = after && after.number < kept.length ? after.number : 0;
  const rest = kept.slice(from).map((line) => line.trim());
  const closest = closestLine(wanted.pattern, rest);
  const hints = [
    ...(after ? [orderHint(wanted, after, kept)] : []),
    ...(closest && !closest.difference ? [wholeLine] : []),
  ];
  return {
    ...missing(wanted),
    actual: closest?.line ?? (after ? 'no such line in what follows' : summaryOf(kept)),
    ...(closest?.difference ? { closest: numbered(closest.difference, from) } : {}),
    ...(hints.length > 0 ? { hint: hints.join(' ') } : {}),
  };
}

function numbered(difference: Difference, before: number): Difference {
  const { number = 0, of = 0 } = difference;
  return { ...difference, number: number + before, of: of + before };
}

const wholeLine = 'A line of the fence is a whole line of the output: write `...` where more may stand.';

function orderHint(wanted: WantedLine, after: Seen, kept: readonly string[]): string {
  const earlier = kept.slice(0, after.number).findIndex((line) => wanted.fits(line.trim()));
  const place = `It should stand somewhere below ${named(after)}`;
  return earlier < 0 ? `${place}.` : `${place}, but stands at output line ${earlier + 1}.`;
}

function missing({ at, text }: WantedLine) {
  return { result: 'missing', expected: shown(text), at } as const;
}

function named({ line, number }: Seen): string {
  if (line === '') return `output line ${number}`;
  return `output line ${number}, \`${line.length > 80 ? `${line.slice(0, 79)}…` : line}\``;
}

function shown(line: string): string {
  return line === '' ? 'an empty line' : line;
}
