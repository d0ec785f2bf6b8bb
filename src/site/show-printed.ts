import type { RootContent } from 'mdast';
import type { RecordedOutput, RecordedStatement, RunRecord } from '../engine/model/record.ts';
import { element, text, verbatim } from './element.ts';
import type { Wording } from './wording.ts';

/** So many lines are read in passing; more are folded. */
const mostOpenLines = 14;

/** What commands printed in the recorded run, right under them, and where that was; nothing where nothing was printed. */
export function showPrinted(
  recorded: readonly RecordedStatement[],
  { target }: RunRecord,
  { title, wording }: { readonly title: string; readonly wording: Wording },
): RootContent[] {
  const shown = recorded.flatMap((each) => showStatement(each, wording));
  if (shown.length === 0 || !recorded.some(printsSomething)) return shown;
  const { say, count } = wording;
  const where = target.simulated
    ? say('outputSimulated', { title })
    : say('outputOn', { title, target: target.name });
  const lines = recorded.reduce((sum, { stdout, stderr }) => sum + countOf(stdout) + countOf(stderr), 0);
  if (lines <= mostOpenLines)
    return [
      element('div', { className: 'rb-printed' }, [
        element('p', { className: 'rb-said' }, [text(where)]),
        ...shown,
      ]),
    ];
  const summary = element('summary', {}, [text(`${where}, ${count('lines', lines)}`)]);
  return [element('details', { className: 'rb-printed' }, [summary, ...shown])];
}

const countOf = (output: RecordedOutput | undefined): number =>
  output === undefined ? 0 : output.lines.length + (output.omitted?.lines ?? 0);

/** Whether there is something of a statement to see: what it printed, or that it ended otherwise than with 0. */
export function printsSomething({ stdout, stderr, exitCode }: RecordedStatement): boolean {
  return countOf(stdout) + countOf(stderr) > 0 || exitCode !== undefined;
}

function showStatement(recorded: RecordedStatement, wording: Wording): RootContent[] {
  const { say } = wording;
  const { outcome, reason, exitCode, stdout, stderr } = recorded;
  if (outcome === 'skipped') return reason ? [said(say('leftOutBecause', { reason }))] : [];
  if (!printsSomething(recorded)) return [];
  return [
    ...lines(stdout, wording),
    ...(countOf(stderr) === 0 ? [] : [said(say('onStderr')), ...lines(stderr, wording)]),
    ...(exitCode === undefined ? [] : [said(say('exitedWith', { status: exitCode }))]),
  ];
}

const said = (words: string) => element('p', { className: 'rb-said' }, [text(words)]);

/** Focusable, so that long lines can be scrolled by keyboard. */
function lines(output: RecordedOutput | undefined, { say, count }: Wording): RootContent[] {
  if (output === undefined || countOf(output) === 0) return [];
  const { lines: all, omitted } = output;
  const shown = (part: readonly string[]) =>
    part.length === 0 ? [] : [element('pre', { tabIndex: 0 }, [verbatim('samp', {}, part.join('\n'))])];
  if (!omitted) return shown(all);
  return [
    ...shown(all.slice(0, omitted.after)),
    said(say('omitted', { lines: count('lines', omitted.lines) })),
    ...shown(all.slice(omitted.after)),
  ];
}
