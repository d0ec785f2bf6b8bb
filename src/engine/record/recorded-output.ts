import { linesOf, readable } from '../expectations/readable.ts';
import type { StreamOutput } from '../model/output.ts';
import type { RecordedOutput } from '../model/record.ts';

/** What is kept of a stream: so many lines and characters at its start and at its end. */
const kept = { head: { lines: 40, characters: 5500 }, tail: { lines: 20, characters: 2500 } } as const;

/** A longer line is data. */
const longestLine = 1000;

/** Ends a line of which the rest was left out. */
export const shortenedMark = '…';

/** bash tells that a job has ended when it comes to know it: nobody has printed that, and it may be the next command's. */
const jobNotices: readonly RegExp[] = [
  /^\[\d+\][-+ ] +(?:Done|Exit \d+|Hangup|Interrupt|Killed|Running|Stopped|Terminated)\b/,
  /: line \d+: +\d+ (?:Hangup|Interrupt|Killed|Terminated)\b/,
];

/** A stream as a reader sees it, of a long one its head and tail; undefined when nothing was printed. */
export function recordedOutput({ text }: StreamOutput): RecordedOutput | undefined {
  const lines = linesOf(readable(text)).filter(isPrinted).map(shortened);
  if (lines.length === 0) return undefined;
  const whole = { lines: kept.head.lines + kept.tail.lines, characters: 8000 };
  if (fitting(lines, whole) === lines.length) return { lines };
  const head = lines.slice(0, Math.max(1, fitting(lines, kept.head)));
  const rest = lines.slice(head.length);
  const tail = rest.slice(rest.length - fitting(rest.toReversed(), kept.tail));
  return {
    lines: [...head, ...tail],
    omitted: { after: head.length, lines: rest.length - tail.length },
  };
}

function isPrinted(line: string): boolean {
  return !jobNotices.some((form) => form.test(line));
}

function shortened(line: string): string {
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}${shortenedMark}`;
}

type Limit = { readonly lines: number; readonly characters: number };

/** How many of the lines, from the first, are within a limit. */
function fitting(lines: readonly string[], limit: Limit): number {
  let characters = 0;
  const over = lines.findIndex((line, at) => {
    characters += line.length + 1;
    return at >= limit.lines || characters > limit.characters;
  });
  return over < 0 ? lines.length : over;
}
