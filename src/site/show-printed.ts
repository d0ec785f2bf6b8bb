import type { RootContent } from 'mdast';
import type { RecordedBlock, RecordedOutput, RecordedStatement, RunRecord } from '../engine/model/record.ts';
import type { Block } from '../engine/model/runbook.ts';
import { statementsOf } from '../engine/model/statements.ts';
import { element, text, verbatim } from './element.ts';
import { dayName, shortened, targetName } from './words.ts';

/** Folded: what the statements of a block printed when the page was last verified, and where that was. */
export function showPrinted(
  block: Block,
  recorded: RecordedBlock,
  { verified, target }: RunRecord,
): RootContent[] {
  const statements = statementsOf([recorded]);
  if (statements.every(({ outcome }) => outcome === 'skipped')) return [];
  const summary = [
    element('strong', {}, [text(titles[block.kind])]),
    text(` on ${dayName(verified)} · ${targetName(target)}`),
  ];
  return [
    element('details', { className: 'rb-printed' }, [
      element('summary', {}, summary),
      ...statements.flatMap((statement) => [...commandOf(statement, block), ...showStatement(statement)]),
    ]),
  ];
}

const titles = {
  shell: 'What it printed',
  manifest: 'What the cluster answered',
  assert: 'What was found',
  file: 'What was said',
};

/** The whole command stands in the panel above, and so does a manifest. */
function commandOf({ source }: RecordedStatement, { kind }: Block): RootContent[] {
  if (kind !== 'shell') return [];
  return [element('p', { className: 'rb-command' }, [verbatim('code', {}, shortened(source.join('\n')))])];
}

function showStatement({ outcome, reason, exitCode, stdout, stderr }: RecordedStatement): RootContent[] {
  if (outcome === 'skipped') return [said(`Left out${reason ? `: ${reason}` : ''}.`)];
  return [
    ...(isEmpty(stdout) && isEmpty(stderr) ? [said('No output.')] : []),
    ...lines(stdout),
    ...(isEmpty(stderr) ? [] : [said('On stderr:'), ...lines(stderr)]),
    ...(exitCode === undefined ? [] : [said(`Exit status ${exitCode}.`)]),
  ];
}

const said = (words: string) => element('p', { className: 'rb-said' }, [text(words)]);

function isEmpty(output: RecordedOutput | undefined): boolean {
  return output === undefined || (output.lines.length === 0 && output.omitted === undefined);
}

/** Focusable, so that long lines can be scrolled by keyboard. */
function lines(output: RecordedOutput | undefined): RootContent[] {
  if (output === undefined || isEmpty(output)) return [];
  const { lines: all, omitted } = output;
  const shown = (part: readonly string[]) =>
    part.length === 0 ? [] : [element('pre', { tabIndex: 0 }, [verbatim('samp', {}, part.join('\n'))])];
  if (!omitted) return shown(all);
  const count = `${omitted.lines.toLocaleString('en')} ${omitted.lines === 1 ? 'line' : 'lines'}`;
  return [
    ...shown(all.slice(0, omitted.after)),
    said(`… ${count} left out …`),
    ...shown(all.slice(omitted.after)),
  ];
}
