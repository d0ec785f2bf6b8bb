import type { RootContent } from 'mdast';
import type { RecordedOutput, RecordedStatement, RunRecord } from '../engine/model/record.ts';
import { element, text, verbatim } from './element.ts';

/** So many lines are read in passing; more are folded. */
const mostOpenLines = 14;

/** What commands printed in the recorded run, right under them, and where that was; nothing where nothing was printed. */
export function showPrinted(
  recorded: readonly RecordedStatement[],
  { target }: RunRecord,
  title = 'Output',
): RootContent[] {
  const shown = recorded.flatMap(showStatement);
  if (shown.length === 0 || !recorded.some(printsSomething)) return shown;
  const where = target.simulated ? `${title}, simulated` : `${title} on ${target.name}`;
  const lines = recorded.reduce((sum, { stdout, stderr }) => sum + countOf(stdout) + countOf(stderr), 0);
  if (lines <= mostOpenLines)
    return [
      element('div', { className: 'rb-printed' }, [
        element('p', { className: 'rb-said' }, [text(where)]),
        ...shown,
      ]),
    ];
  const summary = element('summary', {}, [text(`${where}, ${counted(lines)}`)]);
  return [element('details', { className: 'rb-printed' }, [summary, ...shown])];
}

const counted = (lines: number): string => `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}`;

const countOf = (output: RecordedOutput | undefined): number =>
  output === undefined ? 0 : output.lines.length + (output.omitted?.lines ?? 0);

/** Whether there is something of a statement to see: what it printed, or that it ended otherwise than with 0. */
export function printsSomething({ stdout, stderr, exitCode }: RecordedStatement): boolean {
  return countOf(stdout) + countOf(stderr) > 0 || exitCode !== undefined;
}

function showStatement(recorded: RecordedStatement): RootContent[] {
  const { outcome, reason, exitCode, stdout, stderr } = recorded;
  if (outcome === 'skipped') return reason ? [said(`Left out: ${reason}.`)] : [];
  if (!printsSomething(recorded)) return [];
  return [
    ...lines(stdout),
    ...(countOf(stderr) === 0 ? [] : [said('On stderr:'), ...lines(stderr)]),
    ...(exitCode === undefined ? [] : [said(`Exit status ${exitCode}.`)]),
  ];
}

const said = (words: string) => element('p', { className: 'rb-said' }, [text(words)]);

/** Focusable, so that long lines can be scrolled by keyboard. */
function lines(output: RecordedOutput | undefined): RootContent[] {
  if (output === undefined || countOf(output) === 0) return [];
  const { lines: all, omitted } = output;
  const shown = (part: readonly string[]) =>
    part.length === 0 ? [] : [element('pre', { tabIndex: 0 }, [verbatim('samp', {}, part.join('\n'))])];
  if (!omitted) return shown(all);
  return [
    ...shown(all.slice(0, omitted.after)),
    said(`… ${counted(omitted.lines)} left out …`),
    ...shown(all.slice(omitted.after)),
  ];
}
