import { judgeExpectation } from '../expectations/judge-expectation.ts';
import type { OutputArgs } from '../expectations/kinds/output.ts';
import { linesOf, readable } from '../expectations/readable.ts';
import { isGapLine, prepareRun, readLines, writtenLine } from '../expectations/wanted-lines.ts';
import type { Edit } from '../format/edits.ts';
import { joinStreams } from '../judge/join-streams.ts';
import { secretMask } from '../model/mask.ts';
import type { Expectation } from '../model/runbook.ts';
import { alignLines, fitScore, type Row, type Step } from './align-lines.ts';
import { bodyEdits, type NewRow } from './body-edits.ts';
import { holedLine, lineOn } from './output-line.ts';
import type { Seen } from './renew.ts';

/** What makes a fence of expected output that of what was printed, or why nothing can be proposed. */
type RenewedOutput = { readonly edits: readonly Edit[] } | { readonly why: string };

/** Rows times lines that are compared at most. */
const mostPairs = 200_000;

/**
 * The lines of an `output` fence as the command prints them now: lines that still fit stay, others become the line that
 * stands in their place, new ones come in and lost ones go. `text` is that of the document.
 */
export function renewOutput(
  expectation: Expectation,
  text: string,
  { streams, variables }: Seen,
): RenewedOutput {
  if (streams.some(({ truncated }) => truncated)) return { why: 'the output is too long to be kept whole' };
  const lines = linesOf(readable(joinStreams(streams).text)).map((line) => line.trim());
  const printed = lines.slice(lines.findIndex((line) => line !== ''));
  if (printed.every((line) => line === '')) return { why: 'nothing was printed' };
  const body = expectation.text.split('\n');
  if (body.length * printed.length > mostPairs) return { why: 'the output is too long to be compared' };
  const rows = rowsOf(body, printed, variables);
  const { exact } = expectation.args as OutputArgs;
  const ways = alignLines({ rows, lines: printed.length, openStart: !exact, openEnd: !exact });
  const [best] = ways;
  const wanted = rows.filter(({ kind }) => kind === 'line').length;
  if (!best || best.score < 0.45 * wanted * fitScore) return { why: 'the output has too little of it left' };
  const written = ways.map(({ steps }) => rowsAfter(steps, { rows, body, printed }));
  if (new Set(written.map((each) => each.map(({ text: row }) => row).join('\n'))).size > 1) {
    return { why: 'two places of the output are equally near' };
  }
  const after = written[0] ?? [];
  const args: OutputArgs = { ...readLines(after.map((row) => row.text)), exact };
  const judgement = judgeExpectation(
    { ...expectation, args },
    { text: printed.join('\n'), exits: [], variables },
  );
  const fault = faultOf(after) ?? (judgement.met ? undefined : 'what it would become does not hold either');
  return fault === undefined ? { edits: bodyEdits(expectation, text, after) } : { why: fault };
}

type OutputRow = Row & { readonly becomes: (line: number) => string };

function rowsOf(
  body: readonly string[],
  printed: readonly string[],
  variables: Readonly<Record<string, string>>,
): readonly OutputRow[] {
  const written = body.map((row, at) => writtenLine(row.trim(), at));
  return prepareRun(written, variables).map(({ text, fits }, at): OutputRow => {
    const unchanged = () => text;
    const line = written[at] ?? writtenLine(text, at);
    if (isGapLine(line)) return { kind: 'gap', score: () => undefined, becomes: unchanged };
    if (text === '')
      return { kind: 'empty', score: (line) => (printed[line] === '' ? 10 : undefined), becomes: unchanged };
    const on = lineOn(line.ways[0], text, variables);
    const match = (number: number) => on(printed[number] ?? '');
    return {
      kind: 'line',
      score: (number) => (fits(printed[number] ?? '') ? fitScore : match(number)?.score),
      becomes: (number) => (fits(printed[number] ?? '') ? text : (match(number)?.text ?? text)),
    };
  });
}

type Around = {
  readonly rows: readonly OutputRow[];
  readonly body: readonly string[];
  readonly printed: readonly string[];
};

function rowsAfter(steps: readonly Step[], { rows, body, printed }: Around): readonly NewRow[] {
  return steps.flatMap((step): NewRow[] => {
    if (step.kind === 'remove') return [];
    if (step.kind === 'add') return [{ text: holedLine(printed[step.line] ?? ''), fresh: true }];
    const old = (body[step.row] ?? '').trim();
    const text = step.line === undefined ? old : (rows[step.row]?.becomes(step.line) ?? old);
    return [{ text, from: step.row, fresh: text !== old }];
  });
}

function faultOf(rows: readonly NewRow[]): string | undefined {
  const fresh = rows.filter((row) => row.fresh);
  if (fresh.some(({ text }) => text.includes(secretMask)))
    return 'one of the new lines holds a value that is masked';
  if (fresh.some(({ text }) => /^(?:`{3}|~{3})/.test(text)))
    return 'one of the new lines would close the fence';
  const says = rows.some(
    ({ text }) => text !== '' && writtenLine(text, 0).ways[0].parts.some(({ kind }) => kind === 'literal'),
  );
  return says ? undefined : 'nothing of it is the same each time';
}
