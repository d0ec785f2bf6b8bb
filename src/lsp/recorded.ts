import type { RecordedStatement, RunRecord } from '../engine/model/record.ts';
import type { Statement } from '../engine/model/runbook.ts';
import { statementsOf, textOf } from '../engine/model/statements.ts';

/** What was recorded of a statement with this very text. */
export function recordedOf(
  record: RunRecord | undefined,
  statement: Statement,
): RecordedStatement | undefined {
  const lines = textOf(statement).trimEnd().split('\n');
  return statementsOf(record?.blocks ?? []).find(({ source }) =>
    lines.every((line, at) => source[at] === line && (source[lines.length] ?? '# wait').startsWith('# wait')),
  );
}

/** What a statement printed then, standard output first. */
export function recordedLines({ stdout, stderr }: RecordedStatement): readonly string[] {
  return [stdout, stderr].flatMap((stream) => {
    if (stream === undefined) return [];
    const { lines, omitted } = stream;
    if (omitted === undefined) return lines;
    return [...lines.slice(0, omitted.after), '...', ...lines.slice(omitted.after)];
  });
}
