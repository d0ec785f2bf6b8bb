import { findInLine, matcherOf } from '../expectations/match.ts';
import { literalPattern, parsePattern } from '../expectations/pattern.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Runbook, ShownValue } from '../model/runbook.ts';
import { matchBlocks } from './match-blocks.ts';

/** Values in the prose that are bound to a block's output and that the record shows differently or not at all. Pure. */
export function shownOtherwiseIn(runbook: Runbook, record: RunRecord): readonly Diagnostic[] {
  const { shown = [] } = runbook;
  if (shown.length === 0) return [];
  const { blocks } = matchBlocks(runbook, record);
  return shown.flatMap((value) => {
    const recorded = blocks.find(({ block }) => block.id === value.block)?.recorded;
    if (recorded === undefined) return [];
    const found = valuesIn(linesOf(recorded), value);
    return found.includes(value.text) ? [] : [otherwise(value, found, runbook, record)];
  });
}

function linesOf({ segments }: RecordedBlock): readonly string[] {
  return segments.flatMap(({ statements }) =>
    statements.flatMap(({ stdout, stderr }) => [...(stdout?.lines ?? []), ...(stderr?.lines ?? [])]),
  );
}

/** What the pattern finds, each line's first; without a pattern the text itself, where it stands as a word. */
function valuesIn(lines: readonly string[], { text, pattern }: ShownValue): readonly string[] {
  // A value ends where a word does: `5` is not in `500`.
  const matcher = matcherOf(pattern ? parsePattern(pattern) : { ...literalPattern(text), quoted: false });
  const found = lines.flatMap((line) => {
    const match = findInLine(matcher, line);
    return match === undefined ? [] : [line.slice(match.from, match.to)];
  });
  return [...new Set(found)];
}

function otherwise(
  { text, block, span }: ShownValue,
  found: readonly string[],
  { source: { file } }: Runbook,
  { verified }: RunRecord,
): Diagnostic {
  const [one] = found;
  const shows = one === undefined ? 'nothing like it' : found.map((value) => `\`${value}\``).join(', ');
  const write = one === undefined ? 'what it prints' : `\`${one}\``;
  return {
    code: 'record/shown-otherwise',
    severity: 'error',
    message: `The text says \`${text}\`; the output of \`${block}\` recorded on ${verified} shows ${shows}.`,
    span,
    hint: `Write ${write}, or run it again: \`runbook exec ${file} --record\`.`,
  };
}
