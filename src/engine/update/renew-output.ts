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
import { haveSameColumns, inColumnsOf } from './columns.ts';
import { wholeBody } from './fence-body.ts';
import { holedLine, lineOn } from './output-line.ts';
import type { Why } from './proposal.ts';
import type { Seen } from './seen.ts';

/** What makes a fence of expected output that of what was printed, or why nothing can be proposed. */
type RenewedOutput = { readonly edits: readonly Edit[] } | Why;

/** Rows times lines that are compared at most. */
const mostPairs = 200_000;

/** A fence of more lines is none that people read. */
const mostFilled = 400;

/**
 * The lines of an `output` fence as the command prints them now: lines that still fit stay, others become the line that
 * stands in their place, new ones come in and lost ones go. An empty fence gets all of them; so does, where all is to
 * be taken, one that has too little in common. `text` is that of the document.
 */
export function renewOutput(expectation: Expectation, text: string, seen: Seen): RenewedOutput {
  const { streams, variables, all } = seen;
  if (streams.some(({ truncated }) => truncated)) return { why: 'the output is too long to be kept whole' };
  const shown = linesOf(readable(joinStreams(streams).text)).map((line) => line.trimEnd());
  const lines = shown.slice(shown.findIndex((line) => line !== ''));
  if (lines.every((line) => line === '')) return { why: 'nothing was printed', hint: silence };
  const printed = lines.map((line) => line.trim());
  const body = expectation.text.split('\n');
  if (expectation.text.trim() === '') return filled(expectation, text, lines, seen);
  if (body.length * printed.length > mostPairs) return { why: 'the output is too long to be compared' };
  const rows = rowsOf(body, printed, seen);
  const { exact } = expectation.args as OutputArgs;
  const ways = alignLines({ rows, lines: printed.length, openStart: !exact, openEnd: !exact });
  const [best] = ways;
  const wanted = rows.filter(({ kind }) => kind === 'line').length;
  if (!best || best.score < 0.45 * wanted * fitScore) {
    if (all) return filled(expectation, text, lines, seen);
    return { why: 'the output has too little of it left', hint: takeAll };
  }
  const written = ways.map(({ steps }) => rowsAfter(steps, { rows, body, printed, lines, seen }));
  if (new Set(written.map((each) => each.map(({ text: row }) => row).join('\n'))).size > 1) {
    return { why: 'two places of the output are equally near' };
  }
  const after = aligned(written[0] ?? []);
  const args: OutputArgs = { ...readLines(after.map((row) => row.text)), exact };
  const judgement = judgeExpectation(
    { ...expectation, args },
    { text: printed.join('\n'), exits: [], variables },
  );
  const fault = faultOf(after) ?? (judgement.met ? undefined : 'what it would become does not hold either');
  return fault === undefined ? { edits: bodyEdits(expectation, text, after) } : { why: fault };
}

const silence = 'If that is right take the fence out and write `# expect: no output`.';
const takeAll = '`--update=all` puts what was printed in its place.';

/** All that was printed, with holes for what moves. */
function filled(
  expectation: Expectation,
  text: string,
  lines: readonly string[],
  { moving }: Seen,
): RenewedOutput {
  if (lines.length > mostFilled) {
    const hint = 'Write the lines that matter, with `...` for the others.';
    return { why: `${lines.length} lines were printed`, hint };
  }
  const indent = indentOf(lines);
  const rows = lines.map((line) => holedLine(line.slice(indent), moving));
  const fault = faultOf(rows.map((row) => ({ text: row, fresh: true })));
  if (fault !== undefined) return { why: fault };
  const edits = wholeBody(expectation, text, rows);
  return edits === undefined ? { why: 'nothing closes the fence' } : { edits };
}

function indentOf(lines: readonly string[]): number {
  return Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)));
}

/** New rows stand in the columns of the nearest row that stays, rather one above than one below. */
function aligned(rows: readonly NewRow[]): readonly NewRow[] {
  return rows.map((row, at) => {
    if (!row.fresh) return row;
    const around = [...rows.slice(0, at).toReversed(), ...rows.slice(at + 1)];
    const other = around.find((each) => !each.fresh && haveSameColumns(each.text, row.text));
    return other === undefined ? row : { ...row, text: inColumnsOf(other.text, row.text) };
  });
}

type OutputRow = Row & { readonly becomes: (line: number) => string };

function rowsOf(
  body: readonly string[],
  printed: readonly string[],
  { variables, moving }: Seen,
): readonly OutputRow[] {
  const written = body.map((row, at) => writtenLine(row.trim(), at));
  return prepareRun(written, variables).map(({ text, fits }, at): OutputRow => {
    const unchanged = () => text;
    const line = written[at] ?? writtenLine(text, at);
    if (isGapLine(line)) return { kind: 'gap', score: () => undefined, becomes: unchanged };
    if (text === '')
      return { kind: 'empty', score: (line) => (printed[line] === '' ? 10 : undefined), becomes: unchanged };
    const on = lineOn(line.ways[0], text, { variables, moving });
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
  /** The same with their indentation. */
  readonly lines: readonly string[];
  readonly seen: Seen;
};

function rowsAfter(steps: readonly Step[], around: Around): readonly NewRow[] {
  const { rows, body, lines, seen } = around;
  const indent = indentOfFirst(steps, around);
  return steps.flatMap((step): NewRow[] => {
    if (step.kind === 'remove') return [];
    if (step.kind === 'add') {
      const line = lines[step.line] ?? '';
      return [
        { text: holedLine(line.slice(Math.min(indent, line.search(/\S|$/))), seen.moving), fresh: true },
      ];
    }
    const old = (body[step.row] ?? '').trim();
    const text = step.line === undefined ? old : (rows[step.row]?.becomes(step.line) ?? old);
    return [{ text, from: step.row, fresh: text !== old }];
  });
}

/** How far the line is indented that the first row of the body stands for: the row has its own indentation. */
function indentOfFirst(steps: readonly Step[], { body, lines }: Around): number {
  const first = body.findIndex((row) => row.trim() !== '');
  const step = steps.find((each) => each.kind === 'keep' && each.row === first);
  const line = step?.kind === 'keep' && step.line !== undefined ? lines[step.line] : undefined;
  return line === undefined ? indentOf(lines) : line.search(/\S|$/);
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
