import type { RecordedBlock } from '../model/record.ts';
import type { Block, Expectation, Statement } from '../model/runbook.ts';
import { textOf } from '../model/statements.ts';
import { expectationText } from './expectation-text.ts';
import { fenceText } from './fence-text.ts';
import { statementText } from './statement-text.ts';

/** A line of what a block runs and checks, and the line of the document where it stands. */
export type BlockLine = { readonly text: string; readonly line: number };

/** All that a block runs and checks, line by line in one form: two blocks with the same lines are the same. */
export function blockLines(block: Block): readonly BlockLine[] {
  return [
    { text: fenceText(block), line: block.span.start.line },
    ...block.segments.flatMap(({ statements, expectations, ways = [] }) => [
      ...statements.flatMap(statementLines),
      ...expectations.flatMap(expectationLines),
      ...ways.map(({ expectation: { source, span } }) => ({ text: source, line: span.start.line })),
    ]),
  ];
}

/** The same of a block that was recorded. */
export function recordedLines({ fence, segments }: RecordedBlock): readonly string[] {
  return [
    fence,
    ...segments.flatMap(({ statements, expectations, ways = [] }) => [
      ...statements.flatMap(({ source }) => source),
      ...expectations,
      ...ways,
    ]),
  ];
}

function statementLines(statement: Statement): readonly BlockLine[] {
  const { start } = statement.span;
  const { action } = statement;
  const own = textOf(statement).trimEnd().split('\n').length;
  const waits = action.kind === 'shell' ? action.waits : [];
  return statementText(statement).map((text, index) => ({
    text,
    line: waits[index - own]?.span.start.line ?? start.line + index,
  }));
}

function expectationLines(expectation: Expectation): readonly BlockLine[] {
  const { start } = expectation.span;
  return expectationText(expectation).map((text, index) => ({ text, line: start.line + index }));
}
